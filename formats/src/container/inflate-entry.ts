import { Inflate, inflateSync } from 'fflate';

const chunkBytes = 16 * 1024;

/** Above it, data that hides more than it states would cost too much to inflate in one go. */
const mostAtOnce = 256 * 1024;

/**
 * Gives a function that inflates raw deflate data to exactly `size` bytes, a header that understates the size never
 * making us allocate what it hides; undefined = broken stream or another size. Honest data is inflated in one go; after
 * the first that is not, the rest of the archive goes chunk by chunk, stopping as soon as more comes out than stated.
 */
export function entryInflater(): (data: Uint8Array, size: number) => Uint8Array | undefined {
  let trusted = true;
  return (data, size) => {
    if (trusted && data.length <= mostAtOnce) {
      const whole = inflateAtOnce(data, size);
      if (whole) {
        return whole;
      }
      trusted = false;
    }
    return inflateInChunks(data, size);
  };
}

/** One byte of room more than stated tells exactly as many bytes from too many; what lies past it is dropped. */
function inflateAtOnce(data: Uint8Array, size: number): Uint8Array | undefined {
  try {
    const out = inflateSync(data, { out: new Uint8Array(size + 1) });
    return out.length === size && data.length > 0 ? out : undefined;
  } catch {
    return undefined;
  }
}

function inflateInChunks(data: Uint8Array, size: number): Uint8Array | undefined {
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
