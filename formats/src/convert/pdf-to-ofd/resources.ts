import type { FontSpec, ImageSpec } from '../../ofd/index.ts';
import { isRef, type PdfDict, type PdfFile, type PdfObject } from '../../pdf/index.ts';
import { EmbeddedFonts } from './fonts/embedded-fonts.ts';
import { loadFont } from './fonts/load-font.ts';
import type { PdfFont } from './fonts/pdf-font.ts';
import { ConvertedImages } from './images/converted-images.ts';
import type { Notes } from './notes.ts';

/** Fonts and images of one conversion, each taken over once, in order of first use. */
export class ConvertedResources {
  readonly #file: PdfFile;
  readonly #loaded = new Map<string, PdfFont | undefined>();
  readonly #direct = new Map<PdfObject, PdfFont | undefined>();
  readonly fonts = new EmbeddedFonts();
  readonly images: ConvertedImages;

  constructor(file: PdfFile) {
    this.#file = file;
    this.images = new ConvertedImages(file);
  }

  /** The font a page calls `name`; undefined when there is none that can be read (noted). */
  font(resources: PdfDict, name: string, notes: Notes): PdfFont | undefined {
    const value = this.#file.dict(resources, 'Font')?.get(name);
    return value === undefined ? undefined : this.fontOf(value, notes);
  }

  /** The font of a font dictionary or a reference to one. */
  fontOf(value: PdfObject, notes: Notes): PdfFont | undefined {
    const id = isRef(value) ? `${value.num} ${value.gen}` : undefined;
    const known = id === undefined ? this.#direct.has(value) : this.#loaded.has(id);
    if (!known) {
      const font = loadFont(this.#file, value, notes);
      if (id === undefined) {
        this.#direct.set(value, font);
      } else {
        this.#loaded.set(id, font);
      }
    }
    return id === undefined ? this.#direct.get(value) : this.#loaded.get(id);
  }

  fontSpecs(notes: Notes): FontSpec[] {
    return this.fonts.finish(notes);
  }

  imageSpecs(): ImageSpec[] {
    return this.images.specs();
  }
}
