import { guarded, type TrueTypeFont, viewOf } from './font.ts';

/** Code point → glyph id (0 = not in the font) by the best Unicode sub-table of `cmap`; undefined when there is none. */
export function readCharacterMap(font: TrueTypeFont): ((codePoint: number) => number) | undefined {
  const cmap = font.tables.get('cmap');
  if (cmap === undefined) {
    return undefined;
  }
  return guarded(() => {
    const view = viewOf(cmap);
    const count = Math.min(view.getUint16(2), 64);
    let best: { rank: number; offset: number } | undefined;
    for (let i = 0; i < count; i++) {
      const platform = view.getUint16(4 + 8 * i);
      const encoding = view.getUint16(6 + 8 * i);
      const offset = view.getUint32(8 + 8 * i);
      const rank = rankOf(platform, encoding);
      const known = [0, 4, 6, 12].includes(view.getUint16(offset));
      if (known && rank > (best?.rank ?? 0)) {
        best = { rank, offset };
      }
    }
    return best === undefined ? undefined : lookup(viewOf(cmap.subarray(best.offset)));
  });
}

function rankOf(platform: number, encoding: number): number {
  if (platform === 3) {
    return encoding === 10 ? 5 : encoding === 1 ? 3 : encoding === 0 ? 1 : 0;
  }
  return platform === 0 ? (encoding >= 4 ? 4 : 2) : platform === 1 ? 1 : 0;
}

function lookup(view: DataView): (codePoint: number) => number {
  const format = view.getUint16(0);
  return (codePoint) =>
    guarded(() => {
      switch (format) {
        case 0:
          return codePoint < 256 ? view.getUint8(6 + codePoint) : 0;
        case 6: {
          const index = codePoint - view.getUint16(6);
          return index >= 0 && index < view.getUint16(8) ? view.getUint16(10 + 2 * index) : 0;
        }
        case 12:
          return lookup12(view, codePoint);
        default:
          return lookup4(view, codePoint);
      }
    });
}

function lookup4(view: DataView, codePoint: number): number {
  const size = view.getUint16(6);
  if (codePoint > 0xffff) {
    return 0;
  }
  let low = 0;
  let high = size / 2 - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (view.getUint16(14 + 2 * middle) < codePoint) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const end = 14 + 2 * low;
  const start = view.getUint16(end + 2 + size);
  if (codePoint < start || codePoint > view.getUint16(end)) {
    return 0;
  }
  const delta = view.getUint16(end + 2 + 2 * size);
  const rangeAt = end + 2 + 3 * size;
  const range = view.getUint16(rangeAt);
  if (range === 0) {
    return (codePoint + delta) & 0xffff;
  }
  const glyph = view.getUint16(rangeAt + range + 2 * (codePoint - start));
  return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
}

function lookup12(view: DataView, codePoint: number): number {
  let low = 0;
  let high = view.getUint32(12) - 1;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const at = 16 + 12 * middle;
    if (codePoint < view.getUint32(at)) {
      high = middle - 1;
    } else if (codePoint > view.getUint32(at + 4)) {
      low = middle + 1;
    } else {
      return (view.getUint32(at + 8) + codePoint - view.getUint32(at)) & 0xffff;
    }
  }
  return 0;
}
