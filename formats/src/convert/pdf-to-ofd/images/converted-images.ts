import { ImageError, type Raster, writePng } from '../../../images/index.ts';
import type { ImageSpec } from '../../../ofd/index.ts';
import type { PdfDict, PdfFile, PdfObject, PdfStream } from '../../../pdf/index.ts';
import { ConvertError } from '../../errors.ts';
import type { Rgb } from '../graphics-state.ts';
import type { Notes } from '../notes.ts';
import { type ConvertedImage, convertImage } from './convert-image.ts';
import type { Decoder } from './encoded-image.ts';

const maxImages = 10_000;
const maxTotalPixels = 256_000_000;

/** The images of one conversion, each taken over once. */
export class ConvertedImages {
  readonly #file: PdfFile;
  /** Whether pictures may be decoded later; else what needs it is left out. */
  canDecode = false;
  readonly #images = new Map<string, ConvertedImage | undefined>();
  readonly #pages = new Map<string, number | undefined>();
  readonly #streams = new Map<PdfStream, number>();
  readonly #sources = new Map<string, PdfStream>();
  readonly #masked = new Map<PdfStream, Map<PdfStream, PdfStream>>();
  readonly #plain = new Map<string, PdfStream>();
  #pixels = 0;

  constructor(file: PdfFile) {
    this.#file = file;
  }

  /**
   * The OFD resource key of an image; undefined when it cannot be shown (noted). `mmPerPixel` is how large its pixels
   * are where it is first shown.
   */
  keyOf(
    stream: PdfStream,
    resources: PdfDict,
    stencil: Rgb | undefined,
    notes: Notes,
    mmPerPixel = 0,
  ): string | undefined {
    const number = this.#streams.get(stream) ?? this.#streams.size + 1;
    this.#streams.set(stream, number);
    // an image mask looks different in every colour it is painted with
    const isStencil = this.#file.resolve(stream.dict.get('ImageMask')) === true;
    const key = isStencil ? `image${number}-${(stencil ?? []).join('-')}` : `image${number}`;
    if (!this.#images.has(key)) {
      const count = (name: string): number => Math.max(0, this.#file.number(stream.dict, name) ?? 0);
      this.#pixels += count('Width') * count('Height');
      if (this.#images.size >= maxImages || this.#pixels > maxTotalPixels) {
        throw new ConvertError('convert-limit', 'PDF 图片过多或过大，超出限额');
      }
      let image = convertImage(this.#file, stream, resources, stencil, notes, mmPerPixel);
      if (image !== undefined && 'decode' in image && !this.canDecode) {
        notes.add('convert-image-filter', 'error', '图片需要先解码，未转换');
        image = undefined;
      }
      this.#images.set(key, image);
      this.#pages.set(key, notes.page);
      this.#sources.set(key, stream);
    }
    return this.#images.get(key) === undefined ? undefined : key;
  }

  /** The image with another one, of one component, as its soft mask; the same stream for the same pair. */
  under(stream: PdfStream, maskKey: string): PdfStream | undefined {
    const mask = this.#sources.get(maskKey);
    if (mask === undefined || mask === stream) {
      return undefined;
    }
    const byMask = this.#masked.get(stream) ?? new Map<PdfStream, PdfStream>();
    this.#masked.set(stream, byMask);
    const known = byMask.get(mask) ?? { ...stream, dict: new Map(stream.dict).set('SMask', mask) };
    byMask.set(mask, known);
    return known;
  }

  /** A picture of one colour whose opacities are those of an image of one component. */
  tinted(maskKey: string, rgb: Rgb, notes: Notes): string | undefined {
    const plain = this.#plain.get(rgb.join(' ')) ?? onePixel(rgb);
    this.#plain.set(rgb.join(' '), plain);
    const source = this.under(plain, maskKey);
    return source === undefined ? undefined : this.keyOf(source, new Map(), undefined, notes);
  }

  /** Decodes what has to be decoded; a picture that cannot be is shown as nothing (noted). */
  async decodeAll(decoder: (bytes: Uint8Array) => Promise<Raster>, notes: Notes): Promise<void> {
    for (const [key, image] of this.#images) {
      if (image !== undefined && 'decode' in image) {
        this.#images.set(key, await this.#decoded(image.decode, decoder, key, notes));
      }
    }
  }

  async #decoded(
    decode: (decoder: Decoder) => Promise<Omit<ImageSpec, 'key'>>,
    decoder: Decoder,
    key: string,
    notes: Notes,
  ): Promise<Omit<ImageSpec, 'key'>> {
    try {
      return await decode(decoder);
    } catch (error) {
      if (!(error instanceof ImageError)) {
        throw error;
      }
      notes.page = this.#pages.get(key);
      notes.add('convert-image-broken', 'error', `图片无法解码，未转换：${error.message}`);
      notes.page = undefined;
      const nothing = { widthPx: 1, heightPx: 1, channels: 4 as const, data: new Uint8Array(4) };
      return { format: 'PNG', bytes: writePng(nothing) };
    }
  }

  specs(): ImageSpec[] {
    return [...this.#images].flatMap(([key, image]) =>
      image === undefined || 'decode' in image ? [] : [{ key, ...image }],
    );
  }
}

function onePixel(rgb: Rgb): PdfStream {
  const dict: PdfDict = new Map<string, PdfObject>([
    ['Width', 1],
    ['Height', 1],
    ['BitsPerComponent', 8],
    ['ColorSpace', { kind: 'name', name: 'DeviceRGB' }],
  ]);
  return { kind: 'stream', dict, raw: Uint8Array.from(rgb), offset: -1 };
}
