import { unzlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { writePng } from '../images/index.ts';
import { undoPredictor } from '../pdf/filters.ts';

/** Takes a PNG apart with other code than the writer's: the PDF reader's PNG predictor. */
function readBack(png: Uint8Array) {
  const view = new DataView(png.buffer, png.byteOffset);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < png.length; ) {
    const length = view.getUint32(at);
    chunks.set(new TextDecoder().decode(png.subarray(at + 4, at + 8)), png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return chunks;
}

describe('writing PNG', () => {
  it.each([1, 2, 3, 4] as const)('keeps %d channels exactly', (channels) => {
    const data = Uint8Array.from({ length: 7 * 5 * channels }, (_, i) => (i * 37) & 255);
    const png = writePng({ widthPx: 7, heightPx: 5, channels, data, pixelsPerMetre: 11811 });
    const chunks = readBack(png);
    expect([...chunks.keys()]).toEqual(['IHDR', 'pHYs', 'IDAT', 'IEND']);
    const rows = unzlibSync(chunks.get('IDAT') as Uint8Array);
    const parameters = { predictor: 15, colors: channels, bitsPerComponent: 8, columns: 7 };
    expect(undoPredictor(rows, parameters)).toEqual(data);
    expect(writePng({ widthPx: 7, heightPx: 5, channels, data, pixelsPerMetre: 11811 })).toEqual(png);
  });

  it('writes the checksum of IEND every PNG ends with', () => {
    const png = writePng({ widthPx: 1, heightPx: 1, channels: 1, data: Uint8Array.of(0) });
    expect([...png.subarray(-12)]).toEqual([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
  });

  it('does not write data of another size', () => {
    expect(() => writePng({ widthPx: 2, heightPx: 2, channels: 3, data: new Uint8Array(11) })).toThrow(
      RangeError,
    );
  });
});
