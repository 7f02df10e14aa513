/**
 * Time for sealed and signed files. At signing: the token goes over the signature's value, and a PDF gets what a stranger
 * needs later to judge it (PAdES B-LT). Later: a PDF gets a document time-stamp in a revision of its own, so that the
 * earlier file is the beginning of the later one; an OFD gets the token into its seal. Renewal: lists of today, then a new
 * document time-stamp (B-LTA). Bytes in, bytes out; nothing is stored here.
 */
import { parseCertificate, parseCrl, type RevocationEvidence } from '@yiwen/trust/certificates';
import { equalBytes, type HashName } from '@yiwen/trust/crypto';
import {
  addAsicTimeStamp,
  addOfdTimeStamp,
  addSignatureTimeStamp,
  appendValidationData,
  asicValueToStamp,
  completeDocumentTimeStamp,
  entriesToSign,
  prepareDocumentTimeStamp,
  signatureToStamp,
  stampableOfdSignatures,
} from '@yiwen/trust/documents';
import { checkTimeStamp } from '@yiwen/trust/signatures';
import type { Stamped } from './time-sources.ts';

/** Certificates, lists and answers with which a file's signatures can be judged without asking anybody; DER. */
export type ValidationData = { certificates: Uint8Array[]; crls: Uint8Array[]; ocsps: Uint8Array[] };

/** A signed file. `fieldName`: the signature of a PDF that is to be stamped; `certificates`: its signer's, with the chain. */
export type SignedFile = {
  format: 'ofd' | 'pdf' | 'asice';
  bytes: Uint8Array;
  fieldName: string;
  certificates: readonly Uint8Array[];
};

/** What came of it. `stamp` absent: no time source answered, and the bytes carry no time-stamp more than before. */
export type StampedFile = {
  bytes: Uint8Array;
  stamp?: { time: number; source: string; hash: HashName; makerEnds: number };
  /** The token, when it has no place in the file and is kept beside it. */
  beside?: Uint8Array;
  data: ValidationData;
};

/** Asks for a token; the first of `hashes` that some source takes. */
export type AskTime = (
  stamped: Uint8Array | { digest: Uint8Array },
  hash: HashName,
) => Promise<Stamped | undefined>;

/** Puts time into a file that was just signed. */
export async function stampAtSigning(
  file: SignedFile,
  ask: AskTime,
  evidence: RevocationEvidence,
): Promise<StampedFile> {
  if (file.format !== 'pdf') {
    return await stampPackage(file, ask, evidence);
  }
  const stamped = await ask(signatureToStamp(file.bytes, file.fieldName), 'sha256');
  const data = validationData([...file.certificates, ...certificatesOf(stamped)], evidence);
  if (stamped === undefined) {
    return { bytes: file.bytes, data };
  }
  const withTime = addSignatureTimeStamp(file.bytes, file.fieldName, stamped.token);
  return {
    bytes: appendValidationData(withTime, data, { fieldName: file.fieldName }),
    stamp: stampOf(stamped, 'sha256'),
    data,
  };
}

/** Puts time into a file that has gone out without, or renews what is about to end. */
export async function stampLater(
  file: SignedFile,
  ask: AskTime,
  evidence: RevocationEvidence,
): Promise<StampedFile> {
  if (file.format !== 'pdf') {
    return await stampPackage(file, ask, evidence);
  }
  const data = validationData(file.certificates, evidence);
  const prepared = prepareDocumentTimeStamp(appendValidationData(file.bytes, data));
  const stamped = await ask({ digest: prepared.digest }, prepared.hash);
  return stamped === undefined
    ? { bytes: file.bytes, data }
    : {
        bytes: completeDocumentTimeStamp(prepared, stamped.token),
        stamp: stampOf(stamped, prepared.hash),
        data: validationData([...file.certificates, ...certificatesOf(stamped)], evidence),
      };
}

/** Room for a token in a package: the signature it would be over, and how it is put in. */
type Room = { signatureValue: Uint8Array; put(token: Uint8Array): Uint8Array };

function roomIn({ format, bytes }: SignedFile): Room | undefined {
  if (format === 'asice') {
    const entries = entriesToSign(bytes);
    const signatureValue = asicValueToStamp(entries);
    return signatureValue && { signatureValue, put: (token) => addAsicTimeStamp(entries, token) };
  }
  const target = stampableOfdSignatures(bytes).at(-1);
  return (
    target && {
      signatureValue: target.signatureValue,
      put: (token) => addOfdTimeStamp(bytes, token, target.id),
    }
  );
}

/** A package has room for one token in each signature; once that is taken, a token over the whole file is kept beside it. */
async function stampPackage(
  file: SignedFile,
  ask: AskTime,
  evidence: RevocationEvidence,
): Promise<StampedFile> {
  const target = roomIn(file);
  const hashes = file.format === 'ofd' ? (['sm3', 'sha256'] as const) : (['sha256'] as const);
  for (const hash of hashes) {
    const stamped = await ask(target?.signatureValue ?? file.bytes, hash);
    if (stamped !== undefined) {
      return {
        ...(target === undefined
          ? { bytes: file.bytes, beside: stamped.token }
          : { bytes: target.put(stamped.token) }),
        stamp: stampOf(stamped, hash),
        data: validationData([...file.certificates, ...certificatesOf(stamped)], evidence),
      };
    }
  }
  return { bytes: file.bytes, data: validationData(file.certificates, evidence) };
}

function stampOf(stamped: Stamped, hash: HashName): NonNullable<StampedFile['stamp']> {
  const { time, source, token } = stamped;
  return { time, source, hash, makerEnds: insideOf(token).maker?.notAfter ?? time };
}

/** Who made a token, and what certificates it carries; the token was judged before, its imprint is not asked for again. */
function insideOf(token: Uint8Array): ReturnType<typeof checkTimeStamp> {
  return checkTimeStamp(token, { digest: new Uint8Array(0) });
}

function certificatesOf(stamped: Stamped | undefined): Uint8Array[] {
  return stamped === undefined ? [] : insideOf(stamped.token).certificates;
}

/** The certificates, each once, and of the evidence what their issuers said. */
function validationData(certificates: readonly Uint8Array[], evidence: RevocationEvidence): ValidationData {
  const once: Uint8Array[] = [];
  for (const der of certificates) {
    if (!once.some((known) => equalBytes(known, der))) {
      once.push(der);
    }
  }
  const issuers = once.map((der) => parseCertificate(der).issuer.der);
  const crls = evidence.crls.filter((crl) => {
    const { issuer } = parseCrl(crl);
    return issuers.some((name) => equalBytes(name, issuer.der));
  });
  return { certificates: once, crls, ocsps: [...evidence.ocsps] };
}
