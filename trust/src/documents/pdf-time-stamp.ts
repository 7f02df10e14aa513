/**
 * Time for a signed PDF, added after signing (ETSI EN 319 142-1): the token over a signature's value in the room kept for
 * it (B-T), and time-stamps over the whole document in revisions of their own (B-LTA), renewed by adding another before
 * the last one's certificate ends. Nothing here waits for a clock: the caller asks one when it is there.
 *
 * B-T: `signatureToStamp` → `timeStampRequest(value, …)` → `addSignatureTimeStamp`. Document time-stamp:
 * `prepareDocumentTimeStamp` → `timeStampRequest({digest}, {hash})` → `completeDocumentTimeStamp`. B-LTA and its renewal:
 * `appendValidationData` (`pdf-validation-data.ts`), then a document time-stamp.
 */
import {
  fillByteRange,
  fillContents,
  PdfError,
  type PdfFile,
  type PdfSignature,
  type PlacedPlaceholder,
  pdfDict,
  pdfName,
  RevisionDraft,
  readPdf,
  signatureFields,
} from '@yiwen/formats/pdf';
import { concat, DerError, hash } from '@yiwen/trust/crypto';
import { checkTimeStamp, signatureValueOf, withTimeStamp } from '@yiwen/trust/signatures';
import { addField, refuseUnsafe } from './pdf-fields.ts';

/** A document time-stamp laid out and waiting for its token: `digest` (by `hash`) is what is asked for. */
export type PreparedDocumentTimeStamp = {
  hash: 'sha256' | 'sm3';
  digest: Uint8Array;
  bytes: Uint8Array;
  contents: PlacedPlaceholder;
};

/** Room for a token with its chain; tokens of large RSA authorities take about 7 kB. */
const tokenRoom = 16_384;

function signatureNamed(file: PdfFile, fieldName: string): PdfSignature {
  const found = signatureFields(file).fields.find(({ name }) => name === fieldName)?.signature;
  if (found?.contents === undefined) {
    throw new PdfError('pdf-not-signable', `文件里没有名为“${fieldName}”的签名`);
  }
  return found;
}

/** Reads or rewrites the value of a signature; DER that cannot be read is a PdfError of that file. */
function ofCms<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) {
      throw new PdfError('pdf-not-signable', '签名值无法读取，不能加盖时间戳');
    }
    throw error;
  }
}

/** The signature value a time-stamp is asked for, of the signature in the field `fieldName`. Throws PdfError. */
export function signatureToStamp(pdf: Uint8Array, fieldName: string): Uint8Array {
  const { contents } = signatureNamed(readPdf(pdf), fieldName);
  return ofCms(() => signatureValueOf(contents as Uint8Array));
}

/**
 * The file with a token over the value of one signature, in the room that signature kept: same length, no new revision.
 * Only while nothing was added after the signature, for whatever signs later signs its value too; afterwards a document
 * time-stamp is the way. Throws PdfError (`pdf-not-signable`: something was added since, or the token is about something
 * else; `pdf-placeholder`: the room is too small).
 */
export function addSignatureTimeStamp(pdf: Uint8Array, fieldName: string, token: Uint8Array): Uint8Array {
  const signature = signatureNamed(readPdf(pdf), fieldName);
  const { byteRange, contentsExtent, contents } = signature;
  const end = (byteRange?.[2] ?? 0) + (byteRange?.[3] ?? 0);
  if (contentsExtent === undefined || contents === undefined || end !== pdf.length) {
    throw new PdfError('pdf-not-signable', '签署之后文件又有添加，不能再改签名值；请改加文档时间戳');
  }
  const value = ofCms(() => signatureValueOf(contents));
  if (!checkTimeStamp(token, value).intact) {
    throw new PdfError('pdf-not-signable', '时间戳说的不是这个签名');
  }
  const bytes = pdf.slice();
  fillContents(
    bytes,
    contentsExtent,
    ofCms(() => withTimeStamp(contents, token)),
  );
  return bytes;
}

/** A name no field has: 时间戳1, 时间戳2 … */
function freeName(file: PdfFile): string {
  const names = new Set(signatureFields(file).fields.map(({ name }) => name));
  let n = 1;
  while (names.has(`时间戳${n}`)) {
    n += 1;
  }
  return `时间戳${n}`;
}

/**
 * Lays out a time-stamp over the whole file as it is now (ISO 32000-2 12.8.5), in an unseen field of its own. The same
 * input gives the same digest. Permitted after every signature, whatever it certified. Throws PdfError.
 */
export function prepareDocumentTimeStamp(
  pdf: Uint8Array,
  options: { hash?: 'sha256' | 'sm3'; fieldName?: string } = {},
): PreparedDocumentTimeStamp {
  const { hash: hashName = 'sha256' } = options;
  const file = readPdf(pdf);
  refuseUnsafe(file);
  const draft = new RevisionDraft(file);
  const stamp = draft.add(
    pdfDict({
      Type: pdfName('DocTimeStamp'),
      Filter: pdfName('Adobe.PPKLite'),
      SubFilter: pdfName('ETSI.RFC3161'),
      ByteRange: { kind: 'placeholder', form: 'byte-range', key: 'range' },
      Contents: { kind: 'placeholder', form: 'hex', key: 'contents', byteLength: tokenRoom },
    }),
  );
  const name = options.fieldName ?? freeName(file);
  addField(draft, { name, page: 0, box: undefined }, { V: stamp });
  const { bytes, placeholders } = draft.append();
  const contents = placeholders.get('contents') as PlacedPlaceholder;
  const [, length, start2] = fillByteRange(bytes, placeholders.get('range') as PlacedPlaceholder, contents);
  const digest = hash(hashName, concat(bytes.subarray(0, length), bytes.subarray(start2)));
  return { hash: hashName, digest, bytes, contents };
}

/** The stamped file. Throws PdfError when the token is about something else or does not fit. */
export function completeDocumentTimeStamp(
  prepared: PreparedDocumentTimeStamp,
  token: Uint8Array,
): Uint8Array {
  const { intact, info } = checkTimeStamp(token, { digest: prepared.digest });
  if (!intact || info?.hash !== prepared.hash) {
    throw new PdfError('pdf-not-signable', '时间戳说的不是这份文件');
  }
  const bytes = prepared.bytes.slice();
  fillContents(bytes, prepared.contents, token);
  return bytes;
}
