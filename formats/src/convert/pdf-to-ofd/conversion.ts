import type { CompositeUnitSpec } from '../../ofd/index.ts';
import type { ContentOperation, DecodedStream, PdfFile, PdfObject, PdfStream } from '../../pdf/index.ts';
import { ConvertError } from '../errors.ts';
import type { ColorSpace } from './color/color-space.ts';
import type { Shading } from './color/shading.ts';
import type { StatePaint } from './color/state-paint.ts';
import { Notes } from './notes.ts';
import { OptionalContent } from './optional-content.ts';
import { ConvertedResources } from './resources.ts';

const maxOperations = 8_000_000;
/** What running a form costs beside its operators: its own state, clip and parser. */
const formCost = 50;
const mostKeptBytes = 64 * 1024 * 1024;

/** What all pages of one conversion share. */
export class Conversion {
  readonly file: PdfFile;
  readonly notes = new Notes();
  readonly resources: ConvertedResources;
  readonly optional: OptionalContent;
  /** Read once: their tables and functions are not small. */
  readonly spaces = new Map<PdfObject, ColorSpace | undefined>();
  readonly shadings = new Map<PdfObject, Shading | undefined>();
  /** Tiling patterns by stream, place and tint. */
  readonly tilings = new Map<PdfObject, Map<string, StatePaint | undefined>>();
  /** Parsed glyph procedures of Type 3 fonts, which are run again and again. */
  readonly procedures = new Map<PdfStream, readonly ContentOperation[]>();
  /** Transparency groups whose objects lie over one another, inner ones first. */
  readonly composites: CompositeUnitSpec[] = [];
  /** How deep forms, patterns, masks and glyph procedures are nested just now. */
  depth = 0;
  #operations = maxOperations;
  readonly #contents = new Map<PdfStream, DecodedStream>();
  #keptBytes = 0;

  constructor(file: PdfFile) {
    this.file = file;
    this.resources = new ConvertedResources(file);
    this.optional = new OptionalContent(file);
  }

  /** The content of a form or pattern about to be run; kept, for forms call the same forms again and again. */
  contentOf(form: PdfStream): DecodedStream {
    this.spend(formCost);
    const known = this.#contents.get(form);
    if (known !== undefined) {
      return known;
    }
    const decoded = this.file.decode(form);
    this.#keptBytes += decoded.bytes.length;
    if (this.#keptBytes <= mostKeptBytes) {
      this.#contents.set(form, decoded);
    }
    return decoded;
  }

  /** Counts work over all pages; every operator, glyph and path segment costs one. */
  spend(count: number): void {
    this.#operations -= count;
    if (this.#operations < 0) {
      throw new ConvertError('convert-limit', 'PDF 页面内容过多，超出限额');
    }
  }
}
