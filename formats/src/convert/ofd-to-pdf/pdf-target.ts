/** The PDF being made: what pages share, and what stands in the way of PDF/A. */
import { type PdfDict, type PdfObject, type PdfRef, pdfDict, pdfName } from '../../pdf/index.ts';
import { Notes } from '../pdf-to-ofd/notes.ts';
import { written } from './content-numbers.ts';
import type { ContentStream } from './content-stream.ts';
import { FontShelf } from './font-shelf.ts';
import type { PointBox } from './ink.ts';
import { flate, PdfOutput } from './pdf-output.ts';
import { PictureShelf } from './picture-shelf.ts';

export type NamedRef = { readonly name: string; readonly ref: PdfRef };

export class PdfTarget {
  readonly output = new PdfOutput();
  readonly notes = new Notes();
  readonly fonts = new FontShelf(this.output);
  readonly pictures: PictureShelf;
  /** Reasons, for people, why the file is not PDF/A. */
  readonly obstacles = new Set<string>();
  readonly #states = new Map<string, NamedRef>();
  readonly #namedFonts = new Map<string, NamedRef>();
  #named = 0;

  constructor(pdfa: boolean) {
    this.pictures = new PictureShelf(this.output, this.notes, pdfa);
  }

  /** A graphics state of filling and stroking alpha, shared by all pages. */
  alphaState(fill: number, stroke: number): NamedRef {
    const key = `${written(fill)} ${written(stroke)}`;
    return this.#state(key, { ca: Number(written(fill)), CA: Number(written(stroke)) });
  }

  blendState(mode: 'Normal' | 'Multiply' | 'Darken', alpha: number): NamedRef {
    const share = Number(written(alpha));
    return this.#state(`${mode} ${share}`, { BM: pdfName(mode), ca: share, CA: share });
  }

  /** A graphics state whose soft mask is the lightness of a form (11.6.5.3). */
  maskState(form: PdfRef): NamedRef {
    const mask = pdfDict({ Type: pdfName('Mask'), S: pdfName('Luminosity'), G: form });
    return this.#state(`mask ${form.num}`, { SMask: mask });
  }

  /** A font of the reader's own, by name. */
  namedFont(name: string, make: () => PdfDict): NamedRef {
    const known = this.#namedFonts.get(name);
    if (known) {
      return known;
    }
    const made = { name: `R${this.#namedFonts.size + 1}`, ref: this.output.add(make()) };
    this.#namedFonts.set(name, made);
    return made;
  }

  /** A name nothing else in the file has. */
  name(prefix: string): string {
    this.#named += 1;
    return `${prefix}${this.#named}`;
  }

  /** A transparency group (11.6.6) out of a finished stream. */
  group(content: ContentStream, box: PointBox, space?: 'DeviceGray' | 'DeviceRGB'): NamedRef {
    const dict = pdfDict({
      Type: pdfName('XObject'),
      Subtype: pdfName('Form'),
      BBox: box.map((side) => Number(written(side))),
      Group: pdfDict({ S: pdfName('Transparency'), CS: space && pdfName(space), I: true }),
      Resources: content.resources(),
    });
    return { name: this.name('X'), ref: this.output.add(flate(dict, content.bytes())) };
  }

  #state(key: string, entries: Record<string, PdfObject>): NamedRef {
    const known = this.#states.get(key);
    if (known) {
      return known;
    }
    const ref = this.output.add(pdfDict({ Type: pdfName('ExtGState'), ...entries }));
    const made = { name: `G${this.#states.size + 1}`, ref };
    this.#states.set(key, made);
    return made;
  }
}
