/** A whole PDF file out of objects: numbers given in order of asking, a classic cross-reference table, an ID. */
import { zlibSync } from 'fflate';
import {
  isStream,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  PdfWriter,
  pdfBytes,
  pdfDict,
  pdfName,
  pdfRef,
  pdfStream,
} from '../../pdf/index.ts';

export class PdfOutput {
  readonly #objects: PdfObject[] = [];
  #streamBytes = 0;

  /** Bytes of all streams so far. */
  get streamBytes(): number {
    return this.#streamBytes;
  }

  /** A number for an object that is given later. */
  reserve(): PdfRef {
    this.#objects.push(null);
    return pdfRef(this.#objects.length);
  }

  add(value: PdfObject): PdfRef {
    this.#streamBytes += isStream(value) ? value.raw.length : 0;
    this.#objects.push(value);
    return pdfRef(this.#objects.length);
  }

  set(ref: PdfRef, value: PdfObject): void {
    this.#objects[ref.num - 1] = value;
  }

  /** A stream compressed with Flate. */
  addFlate(dict: PdfDict, data: Uint8Array): PdfRef {
    return this.add(flate(dict, data));
  }

  /**
   * The file (ISO 32000-1 7.5), PDF 1.7. /ID is made of the content, so equal objects give equal bytes.
   */
  finish(root: PdfRef, info: PdfRef): Uint8Array {
    const writer = new PdfWriter();
    writer.text('%PDF-1.7\n%');
    writer.append(Uint8Array.of(0xe2, 0xe3, 0xcf, 0xd3, 0x0a));
    const offsets = this.#objects.map((value, index) => writer.indirect(index + 1, 0, value));
    const id = pdfBytes(fingerprint(writer.take()));
    const startxref = writer.length;
    const size = offsets.length + 1;
    writer.text(`xref\n0 ${size}\n0000000000 65535 f \n`);
    for (const offset of offsets) {
      writer.text(`${String(offset).padStart(10, '0')} 00000 n \n`);
    }
    writer.text('trailer\n');
    writer.object(pdfDict({ Size: size, Root: root, Info: info, ID: [id, id] }));
    writer.text(`\nstartxref\n${startxref}\n%%EOF\n`);
    return writer.take();
  }
}

/** A stream object compressed with Flate; the same data always gives the same bytes. */
export function flate(dict: PdfDict, data: Uint8Array): PdfObject {
  return pdfStream(
    new Map<string, PdfObject>([...dict, ['Filter', pdfName('FlateDecode')]]),
    zlibSync(data, { level: 6 }),
  );
}

/** 128 bits that tell contents apart (14.4 asks for no more; nothing relies on it against forgers). */
function fingerprint(bytes: Uint8Array): Uint8Array {
  const lanes = Int32Array.of(0x243f6a88, 0x85a308d3 | 0, 0x13198a2e, 0x03707344);
  const primes = [0x01000193, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];
  for (let at = 0; at < bytes.length; at++) {
    const lane = at & 3;
    const mixed = Math.imul(lanes[lane]! ^ bytes[at]!, primes[lane]!);
    lanes[lane] = mixed ^ (mixed >>> 15);
  }
  const view = new DataView(new ArrayBuffer(16));
  let carry = bytes.length;
  for (let round = 0; round < 8; round++) {
    const lane = round & 3;
    carry = Math.imul(carry ^ lanes[lane]! ^ (carry >>> 13), 0x9e3779b1);
    lanes[lane] = lanes[lane]! ^ carry;
    view.setInt32(4 * lane, lanes[lane]!);
  }
  return new Uint8Array(view.buffer);
}
