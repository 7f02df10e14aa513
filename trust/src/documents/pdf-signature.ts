/**
 * Placing a signature with a visible seal in a PDF: PAdES baseline B-B (ETSI EN 319 142-1) as an incremental update
 * (ISO 32000-1 12.8), in two steps. `preparePdfSignature` fixes the bytes to be signed; the same input gives the same
 * bytes, so a retry signs nothing new. `completePdfSignature` puts the value in and never grows the file.
 */
import {
  appendRevision,
  fillByteRange,
  fillContents,
  isDict,
  nextObjectNumber,
  type PdfDict,
  type PdfFile,
  type PdfObject,
  type PdfPage,
  type PdfRef,
  type PdfStream,
  type PlacedPlaceholder,
  pdfBytes,
  pdfDict,
  pdfName,
  pdfRef,
  pdfStream,
  pdfText,
  readPdf,
} from '@yiwen/formats/pdf';
import { concat, hash, hex, type SignerAlgorithm, utf8 } from '@yiwen/trust/crypto';
import { digestOf, signedAttributes, signedData } from '@yiwen/trust/signatures';
import { zlibSync } from 'fflate';
import { pngPixels } from './png-pixels.ts';

/** Where and what is shown: `page` from 0, box in mm from the top left corner of the page; `picture` a PNG. */
export type PdfStamp = {
  page: number;
  xMm: number;
  yMm: number;
  widthMm: number;
  heightMm: number;
  picture: Uint8Array;
};

/** What is to be signed by whom. Certificates DER; `time` Unix ms, the signer's claim (/M). */
export type PdfSigning = {
  certificate: Uint8Array;
  chain: readonly Uint8Array[];
  algorithm: SignerAlgorithm;
  time: number;
  /** Name of the signature field; a new one for each signature. */
  fieldName: string;
  /** Shown by readers as the signer. */
  signerName: string;
  reason?: string;
  stamp?: PdfStamp;
};

/** A laid-out file waiting for its signature value. `toBeSigned` are the CMS signed attributes, DER. */
export type PreparedPdfSignature = {
  toBeSigned: Uint8Array;
  bytes: Uint8Array;
  contents: PlacedPlaceholder;
  certificate: Uint8Array;
  chain: readonly Uint8Array[];
  algorithm: SignerAlgorithm;
};

/** Room for the CMS: a P-256 chain of three needs about 3 kB. */
const contentsBytes = 12_288;
const pointsPerMm = 72 / 25.4;

/** `D:YYYYMMDDHHmmSS+08'00'`: Chinese time, as offices read it. */
function pdfDate(timeMs: number): string {
  const digits = new Date(timeMs + 8 * 3_600_000).toISOString().replace(/[-:T]|\.\d+Z/g, '');
  return `D:${digits}+08'00'`;
}

function flate(dict: Record<string, PdfObject>, packed: Uint8Array): PdfStream {
  return pdfStream(pdfDict({ ...dict, Filter: pdfName('FlateDecode') }), packed);
}

/** A picture as a PDF shows it: colours and alpha apart, each packed. */
type PackedPicture = { widthPx: number; heightPx: number; rgb: Uint8Array; alpha: Uint8Array };

const keptPictures = 16;
const pictures = new Map<string, PackedPicture>();

/** Unpacking and packing a seal's picture takes longer than all else here, and an office has few seals. */
function packPicture(png: Uint8Array): PackedPicture {
  const digest = hex(hash('sha256', png));
  let packed = pictures.get(digest);
  if (packed === undefined) {
    const { widthPx, heightPx, rgb, alpha } = pngPixels(png);
    packed = { widthPx, heightPx, rgb: zlibSync(rgb, { level: 6 }), alpha: zlibSync(alpha, { level: 6 }) };
  }
  pictures.delete(digest);
  pictures.set(digest, packed);
  for (const oldest of [...pictures.keys()].slice(0, Math.max(0, pictures.size - keptPictures))) {
    pictures.delete(oldest);
  }
  return packed;
}

/** Objects that draw the stamp: a form XObject around the picture with its soft mask. */
function appearance(stamp: PdfStamp, first: number): { num: number; value: PdfObject }[] {
  const { widthPx, heightPx, rgb, alpha } = packPicture(stamp.picture);
  const width = stamp.widthMm * pointsPerMm;
  const height = stamp.heightMm * pointsPerMm;
  const image = {
    Type: pdfName('XObject'),
    Subtype: pdfName('Image'),
    Width: widthPx,
    Height: heightPx,
    BitsPerComponent: 8,
  };
  const drawing = utf8(`q ${width.toFixed(3)} 0 0 ${height.toFixed(3)} 0 0 cm /Seal Do Q`);
  return [
    {
      num: first,
      value: pdfStream(
        pdfDict({
          Type: pdfName('XObject'),
          Subtype: pdfName('Form'),
          BBox: [0, 0, Number(width.toFixed(3)), Number(height.toFixed(3))],
          Resources: pdfDict({ XObject: pdfDict({ Seal: pdfRef(first + 1) }) }),
        }),
        drawing,
      ),
    },
    {
      num: first + 1,
      value: flate({ ...image, ColorSpace: pdfName('DeviceRGB'), SMask: pdfRef(first + 2) }, rgb),
    },
    { num: first + 2, value: flate({ ...image, ColorSpace: pdfName('DeviceGray') }, alpha) },
  ];
}

function rectangle(page: PdfPage, stamp: PdfStamp | undefined): number[] {
  if (stamp === undefined) {
    return [0, 0, 0, 0];
  }
  const [left, , , top] = page.mediaBox;
  const x0 = left + stamp.xMm * pointsPerMm;
  const y1 = top - stamp.yMm * pointsPerMm;
  return [x0, y1 - stamp.heightMm * pointsPerMm, x0 + stamp.widthMm * pointsPerMm, y1].map((v) =>
    Number(v.toFixed(3)),
  );
}

/** The page and the catalog with the new field in them, or the objects that hold their lists. */
function listings(
  file: PdfFile,
  page: PdfPage,
  field: PdfRef,
): { num: number; gen?: number; value: PdfObject }[] {
  const root = file.trailer.get('Root');
  if (
    page.ref === undefined ||
    root === undefined ||
    typeof root !== 'object' ||
    root === null ||
    !('kind' in root) ||
    root.kind !== 'ref'
  ) {
    throw new RangeError('expected a page and a catalog that are indirect objects');
  }
  const annotations = [...(file.array(page.dict, 'Annots') ?? []), field];
  const newPage: PdfDict = new Map(page.dict);
  newPage.set('Annots', annotations);
  const form = file.dict(file.catalog, 'AcroForm');
  const newForm: PdfDict = new Map(form ?? []);
  newForm.set('Fields', [...(form === undefined ? [] : (file.array(form, 'Fields') ?? [])), field]);
  newForm.set('SigFlags', 3);
  const newCatalog: PdfDict = new Map(file.catalog);
  newCatalog.set('AcroForm', newForm);
  return [
    { num: page.ref.num, gen: page.ref.gen, value: newPage },
    { num: root.num, gen: root.gen, value: newCatalog },
  ];
}

/** Lays the signature out in a new revision. Throws PdfError for a file that cannot be read, RangeError for a stamp off its pages. */
export function preparePdfSignature(pdf: Uint8Array, signing: PdfSigning): PreparedPdfSignature {
  const file = readPdf(pdf);
  if (!isDict(file.catalog)) {
    throw new RangeError('expected a catalog');
  }
  const page = file.pages()[signing.stamp?.page ?? 0];
  if (page === undefined) {
    throw new RangeError(`expected page ${signing.stamp?.page ?? 0} to exist`);
  }
  const first = nextObjectNumber(file);
  const signature = pdfRef(first);
  const field = pdfRef(first + 1);
  const objects: { num: number; gen?: number; value: PdfObject }[] = [
    {
      num: first,
      value: pdfDict({
        Type: pdfName('Sig'),
        Filter: pdfName('Adobe.PPKLite'),
        SubFilter: pdfName('ETSI.CAdES.detached'),
        ByteRange: { kind: 'placeholder', form: 'byte-range', key: 'range' },
        Contents: { kind: 'placeholder', form: 'hex', key: 'contents', byteLength: contentsBytes },
        M: pdfBytes(utf8(pdfDate(signing.time)), false),
        Name: pdfText(signing.signerName),
        Reason: signing.reason === undefined ? undefined : pdfText(signing.reason),
      }),
    },
    {
      num: first + 1,
      value: pdfDict({
        Type: pdfName('Annot'),
        Subtype: pdfName('Widget'),
        FT: pdfName('Sig'),
        T: pdfText(signing.fieldName),
        V: signature,
        P: page.ref,
        Rect: rectangle(page, signing.stamp),
        // Print and Locked
        F: 132,
        AP: signing.stamp === undefined ? undefined : pdfDict({ N: pdfRef(first + 2) }),
      }),
    },
    ...(signing.stamp === undefined ? [] : appearance(signing.stamp, first + 2)),
    ...listings(file, page, field),
  ];
  const { bytes, placeholders } = appendRevision(file, { objects });
  const range = placeholders.get('range') as PlacedPlaceholder;
  const contents = placeholders.get('contents') as PlacedPlaceholder;
  const [, length, start2, length2] = fillByteRange(bytes, range, contents);
  const content = concat(bytes.subarray(0, length), bytes.subarray(start2, start2 + length2));
  const { certificate, chain, algorithm } = signing;
  const toBeSigned = signedAttributes({
    contentDigest: hash(digestOf(algorithm), content),
    certificate,
    algorithm,
  });
  return { toBeSigned, bytes, contents, certificate, chain, algorithm };
}

/** The signed file. `signature` is DER {r, s} over `prepared.toBeSigned`. Throws PdfError when the CMS does not fit. */
export function completePdfSignature(prepared: PreparedPdfSignature, signature: Uint8Array): Uint8Array {
  const { certificate, chain, algorithm, toBeSigned } = prepared;
  const bytes = prepared.bytes.slice();
  fillContents(
    bytes,
    prepared.contents,
    signedData({ attributes: toBeSigned, signature, certificate, chain, algorithm }),
  );
  return bytes;
}
