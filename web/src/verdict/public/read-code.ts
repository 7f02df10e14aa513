/** QR codes in a picture or a camera's frame: by the browser's own reader, else by ZXing, fetched when first needed. */
import type { Means } from './means.ts';

type Detector = { detect(source: ImageBitmapSource): Promise<{ rawValue: string }[]> };
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
};

/** Longer sides are drawn smaller: a code of 280 bytes on half a page is still read. */
const mostPixels = 2400;

let ready: Promise<typeof import('zxing-wasm/reader')> | undefined;

async function ownReader(): Promise<Detector | undefined> {
  const found = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  try {
    const formats = (await found?.getSupportedFormats()) ?? [];
    return found && formats.includes('qr_code') ? new found({ formats: ['qr_code'] }) : undefined;
  } catch {
    return undefined;
  }
}

function zxing(means: Means): Promise<typeof import('zxing-wasm/reader')> {
  ready ??= import('zxing-wasm/reader').then((reader) => {
    const where = means.codeReader();
    reader.prepareZXingModule({
      overrides: typeof where === 'string' ? { locateFile: () => where } : { wasmBinary: where },
    });
    return reader;
  });
  return ready;
}

async function textIn(
  image: ImageData,
  source: ImageBitmapSource,
  means: Means,
): Promise<string | undefined> {
  const own = await (await ownReader())?.detect(source).catch(() => []);
  const [first] = own ?? [];
  if (first !== undefined) {
    return first.rawValue;
  }
  const { readBarcodes } = await zxing(means);
  return (await readBarcodes(image, { formats: ['QRCode'], tryHarder: true }))[0]?.text;
}

/** The text of the first code in a picture file; undefined when there is none or it is no picture. */
export async function codeInPicture(file: Blob, means: Means): Promise<string | undefined> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return undefined;
  }
  // Twice: large first, for a small code in a wide photo, then smaller, where noise and moiré of the print are gone.
  for (const most of [mostPixels, mostPixels / 2]) {
    const image = drawn(bitmap, bitmap.width, bitmap.height, most);
    const text = await textIn(image, image, means);
    if (text !== undefined) {
      return text;
    }
  }
  return undefined;
}

function drawn(source: CanvasImageSource, width: number, height: number, most: number): ImageData {
  const scale = Math.min(1, most / Math.max(width, height, 1));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** Whether this page may ask for a camera. */
export function mayScan(): boolean {
  return navigator.mediaDevices?.getUserMedia !== undefined;
}

/**
 * Looks through the camera until a code is read; undefined when `signal` ends it first. Throws what the browser throws
 * when the camera is refused or missing.
 */
export async function codeByCamera(
  video: HTMLVideoElement,
  means: Means,
  signal: AbortSignal,
): Promise<string | undefined> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } },
  });
  try {
    video.srcObject = stream;
    await video.play();
    while (!signal.aborted) {
      if (video.videoWidth > 0) {
        const image = drawn(video, video.videoWidth, video.videoHeight, 1600);
        const text = await textIn(image, image, means);
        if (text !== undefined) {
          return text;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    return undefined;
  } finally {
    for (const track of stream.getTracks()) {
      track.stop();
    }
    video.srcObject = null;
  }
}
