/** Laying a seal on a file from outside: which page, which spot, and the bytes that will be signed. */
import { readOfd } from '@yiwen/formats/ofd';
import { readPdf } from '@yiwen/formats/pdf';
import {
  completeAsic,
  completeOfdSeal,
  completePdfSignature,
  entriesToSign,
  prepareAsic,
  prepareOfdSeal,
  preparePdfSignature,
} from '@yiwen/trust/documents';
import type { SealRow } from './store.ts';
import { type FileToSeal, type Place, sealedFormatOf } from './use.ts';

const pointsPerMm = 72 / 25.4;
/** Clear of the page's edge, where printers do not print. */
const marginMm = 18;

/** A file laid out with a seal, waiting for its signature value over `toBeSigned`. */
export type LaidOut = {
  toBeSigned: Uint8Array;
  /** Name of the PDF's field that holds the seal; empty for others. */
  fieldName: string;
  complete(signature: Uint8Array): Uint8Array;
};

type Size = { widthMm: number; heightMm: number };

/** The page (from 0) and the box of the seal on it; a seal never leaves a page that is large enough for it. */
export function boxFor(
  pages: readonly Size[],
  place: Place,
  seal: Size,
): Size & { page: number; xMm: number; yMm: number } {
  const page = place.page === 0 ? pages.length - 1 : place.page - 1;
  const size = pages[page];
  if (size === undefined) {
    throw new RangeError(`expected page 1 to ${pages.length}, found ${place.page}`);
  }
  const right = size.widthMm - marginMm - seal.widthMm;
  const bottom = size.heightMm - marginMm - seal.heightMm;
  const middle = (size.widthMm - seal.widthMm) / 2;
  const corners: Record<Place['spot'], [number, number]> = {
    'bottom-right': [right, bottom],
    'bottom-middle': [middle, bottom],
    'bottom-left': [marginMm, bottom],
    middle: [middle, (size.heightMm - seal.heightMm) / 2],
    'top-right': [right, marginMm],
  };
  const [x, y] = corners[place.spot];
  return { ...seal, page, xMm: Math.max(0, x), yMm: Math.max(0, y) };
}

/**
 * Lays a seal on a file. Pure: the same file, seal and time give the same bytes to be signed. Throws RangeError,
 * PdfError, ContainerError or OfdError for a file that cannot be sealed safely.
 */
export function laySeal(
  bytes: Uint8Array,
  file: FileToSeal,
  seal: SealRow,
  place: Place,
  time: Date,
): LaidOut {
  if (sealedFormatOf(file) === 'asice') {
    return inContainer(bytes, file, seal, time);
  }
  const size = { widthMm: seal.diameter_mm, heightMm: seal.height_mm ?? seal.diameter_mm };
  if (file.format === 'ofd') {
    const pages = readOfd(bytes).pages.map(({ area }) => ({
      widthMm: area.widthMm,
      heightMm: area.heightMm,
    }));
    const prepared = prepareOfdSeal(entriesToSign(bytes), {
      seal: new Uint8Array(seal.seal),
      certificate: new Uint8Array(seal.certificate),
      stamps: [boxFor(pages, place, size)],
      time: time.getTime(),
    });
    return {
      toBeSigned: prepared.toBeSigned,
      fieldName: '',
      complete: (signature) => completeOfdSeal(prepared, signature),
    };
  }
  const pages = readPdf(bytes)
    .pages()
    .map(({ cropBox: [left, bottom, right, top], rotate, userUnit }) => {
      const wide = ((right - left) * userUnit) / pointsPerMm;
      const high = ((top - bottom) * userUnit) / pointsPerMm;
      return rotate % 180 === 0 ? { widthMm: wide, heightMm: high } : { widthMm: high, heightMm: wide };
    });
  const fieldName = `印章 ${seal.es_id} ${time.getTime()}`;
  const prepared = preparePdfSignature(bytes, {
    certificate: new Uint8Array(seal.pdf_certificate),
    chain: seal.pdf_chain.map((der) => new Uint8Array(der)),
    algorithm: 'ecdsa-p256-sha256',
    time: time.getTime(),
    fieldName,
    signerName: seal.name,
    reason: '用印',
    stamp: { ...boxFor(pages, place, size), picture: new Uint8Array(seal.picture) },
  });
  return {
    toBeSigned: prepared.toBeSigned,
    fieldName,
    complete: (signature) => completePdfSignature(prepared, signature),
  };
}

/** A picture, a table, any file: unchanged in a container, beside it the signature of the seal's certificate. */
function inContainer(bytes: Uint8Array, file: FileToSeal, seal: SealRow, time: Date): LaidOut {
  const prepared = prepareAsic([{ name: file.name.replace(/[\\/]/g, '_'), bytes }], {
    certificate: new Uint8Array(seal.pdf_certificate),
    chain: seal.pdf_chain.map((der) => new Uint8Array(der)),
    algorithm: 'ecdsa-p256-sha256',
    time: time.getTime(),
  });
  return {
    toBeSigned: prepared.signing.toBeSigned,
    fieldName: '',
    complete: (signature) => completeAsic(prepared, signature),
  };
}
