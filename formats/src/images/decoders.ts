/// <reference path="./pdfjs-decoders.d.ts" />
/**
 * The decoders of JPEG, JBIG2 and JPEG 2000 come from pdf.js (Apache-2.0). They are loaded when the first such
 * picture turns up, work in browser and Node alike, and fetch nothing.
 */

/** What we use of pdf.js's JPEG decoder. */
export type JpegDecoder = {
  parse(data: Uint8Array): void;
  getData(options: {
    width: number;
    height: number;
    forceRGBA?: boolean;
    isSourcePDF?: boolean;
  }): Uint8ClampedArray;
  readonly numComponents: number;
};

type ImageDecoders = {
  JpegImage: new (options?: { colorTransform?: number }) => JpegDecoder;
  Jbig2Image: new () => {
    parseChunks(chunks: readonly { data: Uint8Array; start: number; end: number }[]): Uint8ClampedArray;
  };
  setVerbosityLevel(level: number): void;
};

/** What we use of OpenJPEG as pdf.js packs it. */
export type OpenJpeg = {
  _malloc(size: number): number;
  _free(pointer: number): void;
  writeArrayToMemory(bytes: Uint8Array, pointer: number): void;
  /** 0 = done; the pixels are then in `imageData`. */
  _jp2_decode(
    pointer: number,
    size: number,
    components: number,
    indexed: boolean,
    softMask: boolean,
    reduce: number,
  ): number;
  imageData?: Uint8ClampedArray | null;
  errorMessages?: string;
};

let decoders: Promise<ImageDecoders> | undefined;

/** JPEG and JBIG2. */
export function imageDecoders(): Promise<ImageDecoders> {
  decoders ??= import('pdfjs-dist/image_decoders/pdf.image_decoders.mjs').then((loaded) => {
    const module = loaded as ImageDecoders;
    // its remarks on bad files would go to the console
    module.setVerbosityLevel(0);
    return module;
  });
  return decoders;
}

/** A fresh OpenJPEG: plain JavaScript, so that no wasm file needs to be found at run time. */
export async function openJpeg(): Promise<OpenJpeg> {
  const { default: create } = await import('pdfjs-dist/wasm/openjpeg_nowasm_fallback.js');
  return (await create({ warn: () => undefined })) as OpenJpeg;
}
