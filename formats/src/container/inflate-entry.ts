import { Inflate } from 'fflate';

const chunkBytes = 16 * 1024;

/**
 * Inflates raw deflate data to exactly `size` bytes, stopping as soon as more come out, so that a header that
 * understates the size cannot make us allocate what it hides. Undefined = broken stream or another size.
 */
export function inflateEntry(data: Uint8Array, size: number): Uint8Array | undefined {
  const out = new Uint8Array(size);
  let written = 0;
  let overflow = false;
  const stream = new Inflate((chunk) => {
    if (written + chunk.length > size) {
      overflow = true;
      return;
    }
    out.set(chunk, written);
    written += chunk.length;
  });
  try {
    for (let at = 0; at < data.length && !overflow; at += chunkBytes) {
      stream.push(data.subarray(at, at + chunkBytes), at + chunkBytes >= data.length);
    }
  } catch {
    return undefined;
  }
  return !overflow && written === size && data.length > 0 ? out : undefined;
}
