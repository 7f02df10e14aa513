/** Font files that are read in parts: an office font has 15 MB, and a page needs a few hundred glyphs of it. */

/** Fills `into` with the file's bytes from `offset` on. */
type ReadPart = (into: Uint8Array, offset: number) => void;

const blockBytes = 16 * 1024;

type Load = (start: number, end: number) => void;

const loads = new WeakMap<Uint8Array, Load>();

/**
 * An array for `openOutlines` and `subsetFont` that stands for a file of this length: they read the parts they come to
 * and no others. To everyone else its bytes are zeros wherever nothing was read yet.
 */
export function sparseFile(length: number, read: ReadPart): Uint8Array {
  const bytes = new Uint8Array(length);
  const known = new Uint8Array(Math.ceil(length / blockBytes));
  loads.set(bytes, (start, end) => {
    const last = Math.min(known.length, Math.ceil(end / blockBytes));
    for (let block = Math.max(0, Math.floor(start / blockBytes)); block < last; block++) {
      if (known[block] === 1) {
        continue;
      }
      let after = block;
      while (after < last && known[after] === 0) {
        known[after++] = 1;
      }
      read(bytes.subarray(block * blockBytes, Math.min(length, after * blockBytes)), block * blockBytes);
    }
  });
  return bytes;
}

/** Sees to it that these bytes are there; nothing to do for arrays that are files themselves. */
export function load(bytes: Uint8Array, start: number, end: number): void {
  loads.get(bytes)?.(start, end);
}

/** A part of a file that is loaded like the file. */
export function partOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const part = bytes.subarray(start, end);
  const whole = loads.get(bytes);
  if (whole !== undefined) {
    loads.set(part, (from, to) => whole(start + from, Math.min(end, start + to)));
  }
  return part;
}
