/** Facsimile coding against pictures libtiff wrote (see fixtures/README.md). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rasterInfo, readRaster } from '../index.ts';
import { readFax } from './fax.ts';

const width = 5300;

/** A row of runs, white first, and white to its end. */
function rowOf(runs: readonly number[]): number[] {
  const row = runs.flatMap((run, index) => new Array<number>(run).fill(index % 2)).slice(0, width);
  return [...row, ...new Array<number>(width - row.length).fill(0)];
}

/** Every run of 0 to 63 and every multiple of 64 up to 2560, in white and in black. */
function expectedRows(): number[][] {
  const rows: number[][] = [];
  for (let k = 0; k < 64; k++) {
    rows.push(rowOf([k, k + 1, 3, (k * 7) % 64, 1, 1, 2, 63 - k]));
  }
  for (let run = 64; run <= 2560; run += 64) {
    rows.push(rowOf([run, run, 5, 3]));
  }
  for (let k = 0; k < 24; k++) {
    rows.push(rowOf([k % 5, 20 + k, 7, ((k * 3) % 11) + 1, 30, 2, 1, 4, 9 + k]));
  }
  return rows;
}

describe('facsimile coding', () => {
  it.each(['runs-g4.tif', 'runs-g3.tif', 'runs-g32d.tif'])('decodes every run length of %s', async (name) => {
    const bytes = new Uint8Array(readFileSync(join(import.meta.dirname, '../fixtures', name)));
    const rows = expectedRows();
    expect(rasterInfo(bytes)).toMatchObject({ widthPx: width, heightPx: rows.length, bitsPerSample: 1 });
    const { data } = await readRaster(bytes);
    const wrong = rows.flatMap((row, y) =>
      row.every((bit, x) => bit === Number(data[(y * width + x) * 4] === 0)) ? [] : [y],
    );
    expect(wrong).toEqual([]);
  });

  it('reads rows without EOL on byte boundaries', () => {
    // white 2, black 3, white 3; then white 8
    const data = Uint8Array.of(0b01111010, 0b00000000, 0b10011000);
    expect([...readFax(data, { columns: 8, rows: 2, kind: 'rows' })]).toEqual([0b00111000, 0]);
  });

  it('ends with the data, whatever it is', () => {
    for (const kind of ['rows', 'g3', 'g4'] as const) {
      for (const byte of [0, 0xff, 0x55, 0x12]) {
        const data = new Uint8Array(50).fill(byte);
        expect(readFax(data, { columns: 100, rows: 1000, kind, twoDimensional: true })).toHaveLength(13_000);
      }
    }
  });
});
