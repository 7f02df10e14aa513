import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkPdf } from './check-pdf.ts';
import { timeOfPdfDate } from './pdf-information.ts';

const samples = join(process.env.YIWEN_SAMPLES ?? '../shared/samples', 'pdf');
const present = existsSync(samples);
if (!present) {
  console.log(`PDF samples are not at ${samples}: skipped`);
}

/** Verdicts of the samples' README: value and later changes. */
const expected: Record<
  string,
  { intact: boolean; changed: 'none' | 'form-filled' | 'modified' } | 'unreadable' | 'unsigned'
> = {
  'ok-01-pades-lta.pdf': { intact: true, changed: 'none' },
  'ok-02-two-signatures-timestamped.pdf': { intact: true, changed: 'none' },
  'ok-03-signing-certificate-v1.pdf': { intact: true, changed: 'none' },
  'ok-04-certified.pdf': { intact: true, changed: 'none' },
  'ok-05-no-signed-attributes.pdf': { intact: true, changed: 'none' },
  'ok-06-pades-b.pdf': { intact: true, changed: 'none' },
  'ok-07-certified-changes-permitted.pdf': { intact: true, changed: 'none' },
  'ok-08-two-signatures.pdf': { intact: true, changed: 'none' },
  'ok-09-form-filled-after-signing.pdf': { intact: true, changed: 'form-filled' },
  'ok-10-cms-and-document-timestamp.pdf': { intact: true, changed: 'none' },
  'attack-01-usf-contents-zeroed.pdf': { intact: false, changed: 'none' },
  'attack-02-isa-content-replaced.pdf': { intact: true, changed: 'modified' },
  'attack-03-swa-wrapped-byterange.pdf': 'unreadable',
  'attack-04-shadow-hide.pdf': { intact: true, changed: 'modified' },
  'attack-05-page-added-after-signing.pdf': { intact: true, changed: 'modified' },
  'control-11-unsigned-pdfa-ua.pdf': 'unsigned',
};

describe.skipIf(!present)('public PDF samples', () => {
  it.each(Object.entries(expected))('%s', (name, verdict) => {
    const facts = checkPdf(new Uint8Array(readFileSync(join(samples, name))), {
      trust: undefined,
      now: Date.UTC(2026, 10, 23),
    });
    if (verdict === 'unreadable') {
      expect(facts.unreadable).toBeDefined();
    } else if (verdict === 'unsigned') {
      expect(facts).toMatchObject({ signatures: [], unreadable: undefined });
    } else {
      expect(facts.signatures.length).toBeGreaterThan(0);
      for (const signature of facts.signatures) {
        expect(signature.intact).toBe(verdict.intact);
        expect(signature.trust).not.toBe('trusted');
      }
      expect(facts.signatures.some((signature) => signature.changedAfter === verdict.changed)).toBe(true);
      expect(facts.signatures.some((signature) => signature.changedAfter === 'modified')).toBe(
        verdict.changed === 'modified',
      );
    }
  });
});

describe('PDF dates', () => {
  it.each([
    ["D:20261123100000+08'00'", Date.UTC(2026, 10, 23, 2)],
    ['D:20261123020000Z', Date.UTC(2026, 10, 23, 2)],
    ['D:2026', Date.UTC(2026, 0, 1)],
    ['20261123', undefined],
    [undefined, undefined],
  ])('%s', (text, time) => {
    expect(timeOfPdfDate(text)).toBe(time);
  });
});
