/** What making one display list collects: pictures, fonts, findings, and the budgets that end it. */
import type { Matrix, OutlineFont, Picture } from '../../drawing/index.ts';
import type { Finding } from '../../finding.ts';
import { mediaTypeOf } from '../../images/index.ts';
import type { OfdDocument, OfdFont, Resources } from '../model/read-types.ts';
import type { DisplayOptions, FontFile } from './display-options.ts';
import { openOutlineFont, standInFont } from './outline-fonts.ts';

/** Blocks, composites, patterns and clips inside each other. */
export const deepest = 12;

/** `outlines` are path commands of glyphs, each glyph counted as often as it is drawn. */
const most = { objects: 100_000, glyphs: 400_000, commands: 2_000_000, outlines: 8_000_000, findings: 200 };

/** Where drawing stands. */
export type DisplayPlace = {
  readonly resources: Resources;
  readonly layerParam?: string;
  readonly depth: number;
  /** Composite units around this place: one that holds itself is drawn once. */
  readonly inside: readonly string[];
  /** From here to the page; patterns may be laid out from the page's corner. */
  readonly toPage: Matrix;
  /** The entry that holds the objects, for findings. */
  readonly entry: string;
};

/** Fonts of one document, kept from page to page. */
const standIns = new WeakMap<FontFile, OutlineFont>();
const fontsOf = new WeakMap<OfdDocument, Map<string, OutlineFont | undefined>>();

export class DisplayContext {
  readonly document: OfdDocument;
  readonly options: DisplayOptions;
  /** Starts the keys of a package inside a seal, so that two packages' entries never meet. */
  readonly prefix: string;
  readonly pictures: Map<string, Picture>;
  readonly findings: Finding[];
  private readonly said: Set<string>;
  private readonly spent: Record<'objects' | 'glyphs' | 'commands' | 'outlines', number>;

  constructor(document: OfdDocument, options: DisplayOptions, outer?: DisplayContext, prefix = '') {
    this.document = document;
    this.options = options;
    this.prefix = prefix;
    this.pictures = outer?.pictures ?? new Map();
    this.findings = outer?.findings ?? [];
    this.said = outer?.said ?? new Set();
    this.spent = outer?.spent ?? { objects: 0, glyphs: 0, commands: 0, outlines: 0 };
  }

  /** Counts what is about to be drawn; false when the page has used up its budget, with one finding. */
  admit(kind: keyof DisplayContext['spent'], count: number): boolean {
    this.spent[kind] += count;
    if (this.spent[kind] <= most[kind]) {
      return true;
    }
    this.note('page-too-complex', 'warning', undefined, '页面过于复杂，其余部分未绘制', kind);
    return false;
  }

  /** One finding per code and place. */
  note(
    code: string,
    severity: Finding['severity'],
    place: string | undefined,
    message: string,
    evidence?: string,
  ): void {
    const key = `${code} ${place} ${evidence}`;
    if (this.said.has(key) || this.findings.length >= most.findings) {
      return;
    }
    this.said.add(key);
    this.findings.push({
      code,
      severity,
      ...(place === undefined ? {} : { place: this.prefix + place }),
      message,
      ...(evidence === undefined ? {} : { evidence: evidence.slice(0, 300) }),
    });
  }

  /** The key of a picture of the package with its mask; undefined when the file is not there. */
  picture(entry: string | undefined, mask: string | undefined): string | undefined {
    const bytes = entry === undefined ? undefined : this.document.entries.get(entry);
    if (!bytes) {
      return undefined;
    }
    const cut = mask === undefined ? undefined : this.document.entries.get(mask);
    const key = cut ? `${this.prefix}${entry}|${mask}` : `${this.prefix}${entry}`;
    if (!this.pictures.has(key)) {
      this.addPicture(key, bytes, cut);
    }
    return key;
  }

  addPicture(key: string, bytes: Uint8Array, mask?: Uint8Array): void {
    this.pictures.set(key, {
      bytes,
      mediaType: mediaTypeOf(bytes),
      ...(mask ? { mask: { bytes: mask, mediaType: mediaTypeOf(mask) } } : {}),
    });
  }

  /** The font's own file, then its stand-ins in the order given; empty when neither can be opened. */
  fonts(font: OfdFont | undefined): readonly OutlineFont[] {
    if (!font) {
      return [];
    }
    const embedded = font.entry === undefined ? undefined : this.embedded(font, font.entry);
    const others = this.options.fonts?.(font) ?? [];
    const files = Array.isArray(others) ? (others as readonly FontFile[]) : [others as FontFile];
    const list = [embedded, ...files.map((file) => this.standIn(file))];
    return list.filter((one) => one !== undefined);
  }

  private embedded(font: OfdFont, entry: string): OutlineFont | undefined {
    const bytes = this.document.entries.get(entry);
    const opened = bytes && this.open(this.prefix + entry, bytes, 0, font.fontName, true);
    if (bytes && !opened) {
      this.note('font-unreadable', 'warning', entry, '内嵌字体无法读取，以相近字体代替', font.fontName);
    }
    return opened;
  }

  private standIn(file: FontFile): OutlineFont {
    let font = standIns.get(file);
    if (!font) {
      font = standInFont(file);
      standIns.set(file, font);
    }
    return font;
  }

  private open(
    key: string,
    bytes: Uint8Array,
    face: number,
    name: string,
    embedded: boolean,
  ): OutlineFont | undefined {
    const known = fontsOf.get(this.document) ?? new Map<string, OutlineFont | undefined>();
    fontsOf.set(this.document, known);
    const found = known.get(key);
    if (known.has(key) && (found === undefined || found.bytes === bytes)) {
      return found;
    }
    const opened = openOutlineFont(bytes, face, { key, name, embedded });
    known.set(key, opened);
    return opened;
  }
}
