/**
 * The address in a printed QR code: `https://node/v/{20 digits}#{digits}`. A phone's camera opens it and the node answers
 * by the short code alone; whoever has the list of keys checks the part after `#`, which no browser sends, without any
 * network. Behind the digits stand: version 1 (1 byte), key id (4), signature (64, r ‖ s), content (CBOR).
 */
import { bigIntOf, bytesOf, concat, der, utf8 } from '@yiwen/trust/crypto';
import { bytesOfDigits, digitsOf } from './digits.ts';
import { type PaperContent, readContent, writeContent } from './paper-content.ts';
import { PaperError } from './paper-error.ts';

/** The largest address, in bytes as a QR code stores it (digits in its numeric mode). */
export const MOST_BYTES = 280;
/** The longest title in a code, in characters. */
export const TITLE_CHARACTERS = 20;

const VERSION = 1;
const KEY_ID_BYTES = 4;
const SIGNATURE_BYTES = 64;
const SHORT_CODE = /^\d{20}$/;
const MOST_ADDRESS = 1200;

/** A code as read: nothing of it is checked yet but its form. */
export type PrintedCode = {
  /** Scheme and host of the node it names: unchecked, it only says whom the paper refers to. */
  origin: string;
  /** The short code to type. */
  shortCode: string;
  /** Lower-case hexadecimal. */
  keyId: string;
  content: PaperContent;
  /** What the signature is over. */
  toBeSigned: Uint8Array;
  /** DER SEQUENCE{r, s}. */
  signature: Uint8Array;
};

/** What is signed: the content bound to this use and to the short code in the address. */
function toBeSigned(shortCode: string, content: Uint8Array): Uint8Array {
  return concat(utf8(`yiwen printed code 1\n${shortCode}\n`), content);
}

/** How many bytes a QR code needs for a text: runs of digits at 10 bits for 3, with the heads of the segments. */
export function storedBytes(text: string): number {
  let bits = 0;
  for (const run of text.split(/(\d{12,})/).filter((part) => part !== '')) {
    const isDigits = /^\d{12,}$/.test(run);
    bits += isDigits ? 16 + Math.ceil((run.length * 10) / 3) : 20 + utf8(run).length * 8;
  }
  return Math.ceil(bits / 8);
}

function shortened(title: string, most: number): string {
  const characters = [...title];
  return characters.length <= most ? title : `${characters.slice(0, Math.max(0, most - 1)).join('')}…`;
}

/**
 * Makes the address to print. The title is shortened to 20 characters, and further where the address would not fit.
 * `sign` answers DER SEQUENCE{r, s} of a 256-bit curve; a deterministic one gives the same address for the same input.
 * @throws PaperError `too-long` when it does not fit without a title, `form` for a bad content or short code
 */
export function writePrintedCode(
  content: PaperContent,
  how: {
    publicUrl: string;
    shortCode: string;
    keyId: Uint8Array;
    sign: (toBeSigned: Uint8Array) => Uint8Array;
  },
): string {
  const { publicUrl, shortCode, keyId, sign } = how;
  if (!SHORT_CODE.test(shortCode) || keyId.length !== KEY_ID_BYTES) {
    throw new PaperError('form', 'expected a short code of 20 digits and a key id of 4 bytes');
  }
  const addressOf = (body: Uint8Array, signature: Uint8Array) =>
    `${publicUrl}/v/${shortCode}#${digitsOf(concat(Uint8Array.of(VERSION), keyId, signature, body))}`;
  for (let most = TITLE_CHARACTERS; most >= 0; most--) {
    const title = most === 0 ? '' : shortened(content.title, most);
    const body = writeContent({ ...content, title });
    // The size depends on the lengths alone, so the one signature is made when they fit.
    if (storedBytes(addressOf(body, new Uint8Array(SIGNATURE_BYTES))) <= MOST_BYTES) {
      return addressOf(body, rawSignature(sign(toBeSigned(shortCode, body))));
    }
  }
  throw new PaperError('too-long', `the address does not fit into ${MOST_BYTES} bytes`);
}

function rawSignature(value: Uint8Array): Uint8Array {
  // SEQUENCE { INTEGER r, INTEGER s }, both below 2^256: short forms throughout.
  const integers: Uint8Array[] = [];
  for (let at = 2; at < value.length && integers.length < 2; ) {
    const length = value[at + 1]!;
    integers.push(value.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  if (integers.length !== 2) {
    throw new PaperError('form', 'expected SEQUENCE{r, s}');
  }
  return concat(...integers.map((integer) => bytesOf(bigIntOf(integer), SIGNATURE_BYTES / 2)));
}

/** Reads an address as scanned or pasted. @throws PaperError when it is none of ours or not in the one spelling */
export function readPrintedCode(text: string): PrintedCode {
  const parts =
    text.length > MOST_ADDRESS
      ? null
      : /^(https?:\/\/[^/?#\s\\@]{1,255})\/v\/(\d{20})#(\d+)$/i.exec(text.trim());
  if (parts === null) {
    throw new PaperError('not-a-code', 'expected https://…/v/20 digits#digits');
  }
  const [, origin = '', shortCode = '', digits = ''] = parts;
  const bytes = bytesOfDigits(digits);
  if (bytes[0] !== VERSION) {
    throw new PaperError('version', `version ${bytes[0]} of printed codes is not known`);
  }
  const bodyAt = 1 + KEY_ID_BYTES + SIGNATURE_BYTES;
  if (bytes.length <= bodyAt) {
    throw new PaperError('form', 'shorter than a signature');
  }
  const keyId = bytes.subarray(1, 1 + KEY_ID_BYTES);
  const raw = bytes.subarray(1 + KEY_ID_BYTES, bodyAt);
  const body = bytes.subarray(bodyAt);
  const half = SIGNATURE_BYTES / 2;
  return {
    origin,
    shortCode,
    keyId: [...keyId].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    content: readContent(body),
    toBeSigned: toBeSigned(shortCode, body),
    signature: der.seq(der.int(bigIntOf(raw.subarray(0, half))), der.int(bigIntOf(raw.subarray(half)))),
  };
}
