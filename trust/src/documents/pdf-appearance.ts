/** What a signature shows on a page: where its box stands in the page's own space, and the picture in it. */
import {
  type PdfObject,
  type PdfPage,
  type PdfRectangle,
  type PdfRef,
  pdfDict,
  pdfName,
  pdfStream,
  type RevisionDraft,
} from '@yiwen/formats/pdf';
import { hash, hex, utf8 } from '@yiwen/trust/crypto';
import { zlibSync } from 'fflate';
import { pngPixels } from './png-pixels.ts';

/**
 * Where and what is shown: `page` from 0, box in mm from the top left corner of the page as it is shown; `picture` a
 * PNG. `part`: only the stretch of the picture's width from `from` to `to` (0 to 1) fills the box, as one page's share of
 * a riding stamp.
 */
export type PdfStamp = {
  page: number;
  xMm: number;
  yMm: number;
  widthMm: number;
  heightMm: number;
  picture: Uint8Array;
  part?: { from: number; to: number };
};

const pointsPerMm = 72 / 25.4;
const keptPictures = 16;

/** A picture as a PDF shows it: colours and alpha apart, each packed. */
type PackedPicture = {
  digest: string;
  widthPx: number;
  heightPx: number;
  rgb: Uint8Array;
  alpha: Uint8Array;
};

const pictures = new Map<string, PackedPicture>();

/** Unpacking and packing a seal's picture takes longer than all else here, and an office has few seals. */
function packPicture(png: Uint8Array): PackedPicture {
  const digest = hex(hash('sha256', png));
  let packed = pictures.get(digest);
  if (packed === undefined) {
    const { widthPx, heightPx, rgb, alpha } = pngPixels(png);
    packed = {
      digest,
      widthPx,
      heightPx,
      rgb: zlibSync(rgb, { level: 6 }),
      alpha: zlibSync(alpha, { level: 6 }),
    };
  }
  pictures.delete(digest);
  pictures.set(digest, packed);
  for (const oldest of [...pictures.keys()].slice(0, Math.max(0, pictures.size - keptPictures))) {
    pictures.delete(oldest);
  }
  return packed;
}

const round = (value: number): number => Number(value.toFixed(3));

/** The box of a stamp in the page's own space: crop box, rotation and user unit taken into account. */
export function stampRectangle(page: PdfPage, stamp: PdfStamp): number[] {
  const [left, bottom, right, top] = shownBox(page);
  const scale = pointsPerMm / page.userUnit;
  const [x, y, width, height] = [stamp.xMm, stamp.yMm, stamp.widthMm, stamp.heightMm].map(
    (mm) => mm * scale,
  ) as [number, number, number, number];
  switch (page.rotate) {
    case 90:
      return [left + y, bottom + x, left + y + height, bottom + x + width].map(round);
    case 180:
      return [right - x - width, bottom + y, right - x, bottom + y + height].map(round);
    case 270:
      return [right - y - height, top - x - width, right - y, top - x].map(round);
    default:
      return [left + x, top - y - height, left + x + width, top - y].map(round);
  }
}

function shownBox({ mediaBox, cropBox }: PdfPage): PdfRectangle {
  const box = [0, 1, 2, 3].map((i) =>
    i < 2 ? Math.max(mediaBox[i]!, cropBox[i]!) : Math.min(mediaBox[i]!, cropBox[i]!),
  ) as [number, number, number, number];
  return box[2] > box[0] && box[3] > box[1] ? box : mediaBox;
}

/** Turns the picture upright on a page that is shown turned; the box itself places it (12.5.5). */
const UPRIGHT: Readonly<Record<number, readonly number[]>> = {
  90: [0, 1, -1, 0, 0, 0],
  180: [-1, 0, 0, -1, 0, 0],
  270: [0, -1, 1, 0, 0, 0],
};

/** Writes appearances into one revision; a picture shown several times is in it once. */
export class StampDrawer {
  readonly #draft: RevisionDraft;
  readonly #images = new Map<string, PdfRef>();

  constructor(draft: RevisionDraft) {
    this.#draft = draft;
  }

  /** An appearance dictionary that fills a box of `widthPt` × `heightPt`, as seen by the reader, with the picture. */
  draw(
    stamp: Pick<PdfStamp, 'picture' | 'part'>,
    box: { widthPt: number; heightPt: number; rotate: number },
  ): PdfObject {
    const { from, to } = stamp.part ?? { from: 0, to: 1 };
    if (!(from >= 0 && from < to && to <= 1)) {
      throw new RangeError(`expected a stretch of the picture, found ${from} to ${to}`);
    }
    const whole = box.widthPt / (to - from);
    const place = `${whole.toFixed(3)} 0 0 ${box.heightPt.toFixed(3)} ${(-from * whole).toFixed(3)} 0`;
    const form = this.#draft.reserve();
    const matrix = UPRIGHT[box.rotate];
    this.#draft.set(
      form,
      pdfStream(
        pdfDict({
          Type: pdfName('XObject'),
          Subtype: pdfName('Form'),
          BBox: [0, 0, round(box.widthPt), round(box.heightPt)],
          Matrix: matrix === undefined ? undefined : [...matrix],
          Resources: pdfDict({ XObject: pdfDict({ Seal: this.#image(stamp.picture) }) }),
        }),
        utf8(`q ${place} cm /Seal Do Q`),
      ),
    );
    return pdfDict({ N: form });
  }

  #image(png: Uint8Array): PdfRef {
    const { digest, widthPx, heightPx, rgb, alpha } = packPicture(png);
    const known = this.#images.get(digest);
    if (known !== undefined) {
      return known;
    }
    const [image, mask] = [this.#draft.reserve(), this.#draft.reserve()];
    const common = {
      Type: pdfName('XObject'),
      Subtype: pdfName('Image'),
      Width: widthPx,
      Height: heightPx,
      BitsPerComponent: 8,
      Filter: pdfName('FlateDecode'),
    };
    const colours = pdfDict({ ...common, ColorSpace: pdfName('DeviceRGB'), SMask: mask });
    this.#draft.set(image, pdfStream(colours, rgb));
    this.#draft.set(mask, pdfStream(pdfDict({ ...common, ColorSpace: pdfName('DeviceGray') }), alpha));
    this.#images.set(digest, image);
    return image;
  }
}
