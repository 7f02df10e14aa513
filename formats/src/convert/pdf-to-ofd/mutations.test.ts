import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { PdfError } from '../../pdf/index.ts';
import { ConvertError, foreignPdfToOfd } from '../index.ts';
import { features } from './features/features.fixture.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`foreign PDFs: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);
vi.setConfig({ testTimeout: 120_000 * Math.max(1, soak) });

const limits = { decodedBytes: 16 * 1024 * 1024, streamBytes: 4 * 1024 * 1024, values: 500_000 };
const originals = Object.entries(features).map(([name, make]) => [name, make()] as const);

/** Cuts, doubles, overwrites and swaps pieces of a file, numbers and names above all. */
const edits = fc.array(
  fc.record({
    at: fc.nat(1_000_000),
    cut: fc.nat(12),
    put: fc.oneof(
      fc.constantFrom('0', '-1', '99999999', '1e9', '<<', '>>', '[', ']', '/', 'R', 'obj', 'null', ' 4 0 R '),
      fc.constantFrom('/SMask 20 0 R', '/Length 3', '/Filter/FlateDecode', 'endstream', '(', '<', '/Type3'),
      fc.string({ maxLength: 5, unit: 'binary-ascii' }),
    ),
  }),
  { minLength: 1, maxLength: 8 },
);

function mutated(
  bytes: Uint8Array,
  changes: readonly { at: number; cut: number; put: string }[],
): Uint8Array {
  let out = bytes;
  for (const { at, cut, put } of changes) {
    const from = Math.floor((at / 1_000_001) * out.length);
    const piece = Uint8Array.from(put, (c) => c.charCodeAt(0) & 0xff);
    const next = new Uint8Array(from + piece.length + Math.max(0, out.length - from - cut));
    next.set(out.subarray(0, from));
    next.set(piece, from);
    next.set(out.subarray(from + cut), from + piece.length);
    out = next;
  }
  return out;
}

describe('mutated foreign PDFs', () => {
  it('are converted with findings or refused, never anything else', async () => {
    let converted = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(originals.length - 1), edits, async (which, changes) => {
        const [, bytes] = originals[which] as (typeof originals)[number];
        try {
          const { entries } = await foreignPdfToOfd(
            mutated(bytes, changes),
            { docId: '0'.repeat(32) },
            limits,
          );
          converted += entries.length > 1 ? 1 : 0;
        } catch (error) {
          refused += 1;
          expect(error instanceof PdfError || error instanceof ConvertError, String(error)).toBe(true);
        }
      }),
      { seed, numRuns: 400 * soak },
    );
    console.log(`foreign PDFs: ${converted} converted, ${refused} refused`);
    // what is damaged is mostly still readable
    expect(converted).toBeGreaterThan(refused);
  });
});
