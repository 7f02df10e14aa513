import type { FontSpec, ImageSpec } from '../../ofd/index.ts';
import { isRef, type PdfDict, type PdfFile, type PdfStream } from '../../pdf/index.ts';
import { ConvertError } from '../errors.ts';
import type { Rgb } from './graphics-state.ts';
import { convertImage } from './images.ts';
import type { Notes } from './notes.ts';
import { loadFont, type PdfFont } from './pdf-font.ts';

const maxImages = 2000;
const maxTotalPixels = 128_000_000;

/** Fonts and images of one conversion, each taken over once, in order of first use. */
export class ConvertedResources {
  readonly #file: PdfFile;
  readonly #fonts = new Map<string, PdfFont>();
  readonly #keys = new Map<PdfFont, string>();
  readonly #images = new Map<string, ImageSpec | undefined>();
  readonly #streams = new Map<PdfStream, number>();
  #pixels = 0;

  constructor(file: PdfFile) {
    this.#file = file;
  }

  /** The font a page calls `name`. Throws ConvertError when it cannot be taken over. */
  font(resources: PdfDict, name: string): PdfFont | undefined {
    const value = this.#file.dict(resources, 'Font')?.get(name);
    if (value === undefined) {
      return undefined;
    }
    const id = isRef(value) ? `${value.num} ${value.gen}` : undefined;
    const known = id === undefined ? undefined : this.#fonts.get(id);
    if (known !== undefined) {
      return known;
    }
    const font = loadFont(this.#file, value);
    this.#keys.set(font, `font${this.#keys.size + 1}`);
    if (id !== undefined) {
      this.#fonts.set(id, font);
    }
    return font;
  }

  /** The OFD resource key of a font. */
  keyOf(font: PdfFont): string {
    return this.#keys.get(font) as string;
  }

  /** The OFD resource key of an image; undefined when it cannot be shown (noted). */
  image(stream: PdfStream, resources: PdfDict, stencil: Rgb, notes: Notes): string | undefined {
    const number = this.#streams.get(stream) ?? this.#streams.size + 1;
    this.#streams.set(stream, number);
    // an image mask looks different in every colour it is painted with
    const isStencil = this.#file.resolve(stream.dict.get('ImageMask')) === true;
    const key = isStencil ? `image${number}-${(stencil ?? []).join('-')}` : `image${number}`;
    if (!this.#images.has(key)) {
      this.#pixels +=
        (this.#file.number(stream.dict, 'Width') ?? 0) * (this.#file.number(stream.dict, 'Height') ?? 0);
      if (this.#images.size >= maxImages || this.#pixels > maxTotalPixels) {
        throw new ConvertError('convert-limit', 'PDF 图片过多或过大，超出限额');
      }
      const converted = convertImage(this.#file, stream, resources, stencil, notes);
      this.#images.set(key, converted === undefined ? undefined : { key, ...converted });
    }
    return this.#images.get(key)?.key;
  }

  fontSpecs(): FontSpec[] {
    return [...this.#keys].map(([font, key]) => ({
      key,
      fontName: font.name,
      familyName: font.family,
      ...(font.bold ? { bold: true } : {}),
      ...(font.italic ? { italic: true } : {}),
      ...(font.serif ? { serif: true } : {}),
      ...(font.fixedWidth ? { fixedWidth: true } : {}),
      file: { bytes: font.file, extension: 'ttf' as const },
    }));
  }

  imageSpecs(): ImageSpec[] {
    return [...this.#images.values()].filter((image) => image !== undefined);
  }
}
