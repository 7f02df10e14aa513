import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { QrTooLong, qrSymbol } from './qr-code.ts';

const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const soak = Number(process.env.YIWEN_SOAK ?? 1);

/** What ZXing reads in a symbol drawn with 3 pixels a module. */
async function read(dark: readonly (readonly boolean[])[]): Promise<string | undefined> {
  const scale = 3;
  const side = (dark.length + 8) * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (dark[Math.floor(y / scale) - 4]?.[Math.floor(x / scale) - 4] === true) {
        data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
      }
    }
  }
  return (await readBarcodes({ data, width: side, height: side } as never, { formats: ['QRCode'] }))[0]?.text;
}

describe('QR symbols of level M', () => {
  const wasmFile = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasmFile)).buffer } });

  it('are those of another encoder where a text has one mode', () => {
    for (const length of [1, 14, 40, 84, 106, 180, 287, 400]) {
      const text = 'a/b:c?'.repeat(70).slice(0, length);
      const { size } = qrSymbol(text);
      expect(size).toBe(encode(text, { ecc: 'M', boostEcc: false, border: 0 }).size);
    }
  });

  it(`are read back whatever they hold (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 60 }),
        fc.bigInt({ min: 0n, max: 10n ** 500n }),
        fc.stringMatching(/^[a-z/.]{0,30}$/),
        async (head, digits, tail) => {
          const text = `x${head}${digits}${tail}`;
          expect(await read(qrSymbol(text).dark)).toBe(text);
        },
      ),
      { seed, numRuns: 40 * soak },
    );
  });

  it('keep 280 bytes of a signed address in version 13, and refuse what is far too long', () => {
    const address = `https://oa.heting.gov.cn/v/12345678901234567890#${'9'.repeat(552)}`;
    expect(qrSymbol(address).version).toBeLessThanOrEqual(13);
    expect(() => qrSymbol('x'.repeat(2000))).toThrow(QrTooLong);
  });
});
