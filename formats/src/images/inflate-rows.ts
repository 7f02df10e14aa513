import { Unzlib } from 'fflate';

const sliceBytes = 16 * 1024;

/**
 * Inflates zlib data until `size` bytes are there and looks at nothing behind them, so that a bomb unfolds no
 * further than the picture needs. A stream that is cut short or breaks leaves the rest 0; `length` says how far it
 * came.
 */
export function inflateUpTo(
  parts: readonly Uint8Array[],
  size: number,
): { data: Uint8Array<ArrayBuffer>; length: number } {
  const data = new Uint8Array(size);
  let length = 0;
  const stream = new Unzlib((chunk) => {
    const fits = chunk.subarray(0, size - length);
    data.set(fits, length);
    length += fits.length;
  });
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length && length < size; at += sliceBytes) {
        stream.push(part.subarray(at, at + sliceBytes), false);
      }
    }
  } catch {
    // what came before the fault is shown
  }
  return { data, length };
}
