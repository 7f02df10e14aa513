/** What making one display list collects: pictures, fonts, findings, and the budgets that end it. */
import type { Matrix, Picture } from '../../drawing/index.ts';
import type { Finding } from '../../finding.ts';
import { mediaTypeOf } from '../../images/index.ts';
import type { OfdDocument, OfdFont, Resources } from '../model/read-types.ts';
import type { DisplayOptions, FontFile } from './display-options.ts';
import { FontChain } from './font-chain.ts';
import { type OpenedFont, openOutlineFont } from './outline-fonts.ts';

/** Blocks, composites, patterns and clips inside each other. */
export const deepest = 12;
/** Patterns inside patterns: every level multiplies what a browser or canvas has to draw. */
export const deepestPattern = 3;

/** `outlines` are path commands of glyphs, each glyph counted as often as it is drawn. */
const most = { objects: 100_000, glyphs: 400_000, commands: 2_000_000, outlines: 8_000_000, findings: 200 };

/** Where drawing stands. */
export type DisplayPlace = {
  readonly resources: Resources;
  readonly layerParam?: string;
  readonly depth: number;
  readonly patternDepth: number;
  /** Composite units around this place: one that holds itself is drawn once. */
  readonly inside: readonly string[];
  /** From here to the page; patterns may be laid out from the page's corner. */
  readonly toPage: Matrix;
  /** The entry that holds the objects, for findings. */
  readonly entry: string;
};

/** Fonts of one document, kept from page to page. */
const fontsOf = new WeakMap<OfdDocument, Map<string, OpenedFont | undefined>>();

const noFonts = new FontChain([]);

export class DisplayContext {
  readonly document: OfdDocument;
  readonly options: DisplayOptions;
  /** Starts the keys of a package inside a seal, so that two packages' entries never meet. */
  readonly prefix: string;
  readonly pictures: Map<string, Picture>;
  readonly findings: Finding[];
  private readonly said: Set<string>;
  private readonly chains = new Map<string, { font: OfdFont; fonts: FontChain }>();
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

  /** The font's own file, then its stand-ins in the order given; `bold` and `italic` are what the text wants. */
  fonts(font: OfdFont | undefined, bold: boolean, italic: boolean): FontChain {
    if (!font) {
      return noFonts;
    }
    const key = `${font.id} ${font.entry} ${bold} ${italic}`;
    let chain = this.chains.get(key);
    if (!chain || chain.font !== font) {
      chain = { font, fonts: this.chain(font, bold, italic) };
      this.chains.set(key, chain);
    }
    return chain.fonts;
  }

  private chain(font: OfdFont, bold: boolean, italic: boolean): FontChain {
    const others = this.options.fonts?.({ ...font, bold, italic }) ?? [];
    const files = Array.isArray(others) ? (others as readonly FontFile[]) : [others as FontFile];
    const { entry } = font;
    return new FontChain([
      ...(entry === undefined ? [] : [() => this.embedded(font, entry)]),
      ...files.map((file) => () => this.standIn(file)),
    ]);
  }

  private standIn({ key, bytes, face = 0, bold = false, italic = false }: FontFile): OpenedFont | undefined {
    const names = { key: `+${key}#${face}`, name: key, embedded: false, bold, italic };
    return this.open(bytes, face, names);
  }

  private embedded(font: OfdFont, entry: string): OpenedFont | undefined {
    const bytes = this.document.entries.get(entry);
    const names = {
      key: this.prefix + entry,
      name: font.fontName,
      embedded: true,
      bold: true,
      italic: font.italic,
    };
    const opened = bytes && this.open(bytes, 0, names);
    if (bytes && !opened) {
      this.note('font-unreadable', 'warning', entry, '内嵌字体无法读取，以相近字体代替', font.fontName);
    }
    return opened;
  }

  private open(
    bytes: Uint8Array,
    face: number,
    names: Parameters<typeof openOutlineFont>[2],
  ): OpenedFont | undefined {
    const known = fontsOf.get(this.document) ?? new Map<string, OpenedFont | undefined>();
    fontsOf.set(this.document, known);
    const key = `${names.key} ${names.bold} ${names.italic}`;
    const found = known.get(key);
    if (known.has(key) && (found === undefined || found.bytes === bytes)) {
      return found;
    }
    const opened = openOutlineFont(bytes, face, names);
    known.set(key, opened);
    return opened;
  }
}
