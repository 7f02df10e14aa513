/** The pictures of a whole PDF, each once. Decoding takes its time, so pictures are prepared before pages are drawn. */
import type { Picture } from '../../drawing/index.ts';
import { composeMask, ImageError, readRaster } from '../../images/index.ts';
import { type PdfObject, type PdfRef, pdfDict, pdfName, pdfStream } from '../../pdf/index.ts';
import type { Notes } from '../pdf-to-ofd/notes.ts';
import { keptImage } from './kept-image.ts';
import type { PdfOutput } from './pdf-output.ts';
import { maskImage, rasterImage } from './raster-image.ts';

type Shelved = { readonly name: string; readonly ref: PdfRef };

/** Formats few readers agree on, and cheap to check. */
const decodedAnyway = new Set(['image/jbig2', 'image/jp2']);

export class PictureShelf {
  readonly #output: PdfOutput;
  readonly #notes: Notes;
  readonly #pdfa: boolean;
  readonly #known = new Map<Uint8Array, Map<Uint8Array | undefined, Shelved | undefined>>();
  #count = 0;
  #cmykSpace: PdfRef | undefined;

  constructor(output: PdfOutput, notes: Notes, pdfa: boolean) {
    this.#output = output;
    this.#notes = notes;
    this.#pdfa = pdfa;
  }

  /** Makes the picture ready. One that cannot be read is a finding, once. */
  async prepare(picture: Picture): Promise<void> {
    const byMask = this.#known.get(picture.bytes) ?? new Map<Uint8Array | undefined, Shelved | undefined>();
    this.#known.set(picture.bytes, byMask);
    if (byMask.has(picture.mask?.bytes)) {
      return;
    }
    byMask.set(picture.mask?.bytes, undefined);
    try {
      const ref = await this.#embed(picture);
      this.#count += 1;
      byMask.set(picture.mask?.bytes, { name: `I${this.#count}`, ref });
    } catch (error) {
      if (!(error instanceof ImageError)) {
        throw error;
      }
      this.#notes.add('pdf-picture-dropped', 'error', '图片无法读取，未绘制', error.message);
    }
  }

  /** A picture made ready; undefined when it cannot be read. */
  take(picture: Picture): Shelved | undefined {
    return this.#known.get(picture.bytes)?.get(picture.mask?.bytes);
  }

  async #embed(picture: Picture): Promise<PdfRef> {
    const kept = keptImage(picture.bytes, picture.mediaType, () => this.#cmyk());
    const mask = picture.mask && (await this.#mask(picture.mask.bytes));
    if (kept) {
      if (decodedAnyway.has(picture.mediaType ?? '')) {
        // what cannot be decoded here would be a blank page there, without a word
        await readRaster(picture.bytes);
      }
      const softMask = mask === undefined ? undefined : this.#output.add(maskImage(mask));
      return this.#output.add(kept(softMask));
    }
    const raster = await readRaster(picture.bytes);
    const { image, softMask } = rasterImage(mask ? composeMask(raster, mask) : raster);
    return this.#output.add(image(softMask === undefined ? undefined : this.#output.add(softMask)));
  }

  async #mask(bytes: Uint8Array) {
    try {
      return await readRaster(bytes);
    } catch (error) {
      if (!(error instanceof ImageError)) {
        throw error;
      }
      this.#notes.add('pdf-mask-dropped', 'warning', '图片的蒙版无法读取，图片未裁剪', error.message);
      return undefined;
    }
  }

  /**
   * CMYK without an ICC profile. For PDF/A: named inks over RGB with the same plain formula the other drawers use, so
   * that ink values stay in the file and the page looks alike everywhere.
   */
  #cmyk(): PdfObject {
    if (!this.#pdfa) {
      return pdfName('DeviceCMYK');
    }
    this.#cmykSpace ??= this.#output.add([
      pdfName('DeviceN'),
      ['Cyan', 'Magenta', 'Yellow', 'Black'].map((ink) => pdfName(ink)),
      pdfName('DeviceRGB'),
      this.#output.add(
        pdfStream(
          pdfDict({ FunctionType: 4, Domain: [0, 1, 0, 1, 0, 1, 0, 1], Range: [0, 1, 0, 1, 0, 1] }),
          new TextEncoder().encode(tint),
        ),
      ),
    ]);
    return this.#cmykSpace;
  }
}

/** (1 − ink) × (1 − black) for red, green and blue, as a PostScript calculator (ISO 32000-1 7.10.5). */
const tint = `{1 exch sub 4 1 roll ${'1 exch sub 3 index mul 3 1 roll '.repeat(3)}4 3 roll pop}`;
