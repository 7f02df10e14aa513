/** PAdES B-B, B-T, B-LT and B-LTA, each judged by our own verifier at the time it is made for. */
import { PdfError, RevisionDraft, readPdf, signatureFields } from '@yiwen/formats/pdf';
import { parseCertificate } from '@yiwen/trust/certificates';
import { utf8 } from '@yiwen/trust/crypto';
import { addSignatureTimeStamp, appendValidationData, signatureToStamp } from '@yiwen/trust/documents';
import { verifyDocument } from '@yiwen/trust/verification';
import { describe, expect, it } from 'vitest';
import {
  archived,
  DAY_MS,
  lists,
  NOW,
  pages,
  person,
  picture,
  signed,
  stamped,
  stampOf,
  trust,
} from './pdf-files.fixture.ts';

const signer = person('document', { until: NOW + 30 * DAY_MS });
const tsa = person('time', { until: NOW + 100 * DAY_MS });
const report = (bytes: Uint8Array, now = NOW + DAY_MS) => verifyDocument(bytes, { trust, now });
const verdict = (bytes: Uint8Array, now?: number) => report(bytes, now).verdict;
const stamp = { page: 0, xMm: 100, yMm: 200, widthMm: 42, heightMm: 42, picture };

describe('the levels of PAdES', () => {
  it('B-B holds while the certificate lasts, and is unproven afterwards', async () => {
    const bytes = await signed(pages(), signer, { stamp });
    expect(verdict(bytes)).toBe('valid');
    expect(verdict(bytes, NOW + 31 * DAY_MS)).toBe('intact-time-unproven');
  });

  it('B-T proves the time, and holds after the certificate as long as that of the clock', async () => {
    const bytes = await signed(pages(), signer, { stamp }, tsa);
    const found = report(bytes, NOW + 31 * DAY_MS);
    expect(found.verdict).toBe('valid');
    expect(found.signatures[0]).toMatchObject({ timeSource: 'timestamp', time: '2026-11-23T02:00:01Z' });
    expect(verdict(bytes, NOW + 101 * DAY_MS)).toBe('intact-time-unproven');
  });

  it('B-T may come later: same length, the same signature, nothing else touched', async () => {
    const before = await signed(pages(), signer, { stamp });
    const value = signatureToStamp(before, '印章1');
    const after = addSignatureTimeStamp(before, '印章1', await stampOf(value, tsa, NOW + 3600_000));
    expect(after.length).toBe(before.length);
    const { contentsExtent } = signatureFields(readPdf(before)).fields[0]!.signature!;
    const outside = (bytes: Uint8Array) => [
      bytes.slice(0, contentsExtent!.start),
      bytes.slice(contentsExtent!.end),
    ];
    expect(outside(after)).toEqual(outside(before));
    expect(signatureToStamp(after, '印章1')).toEqual(value);
    expect(report(after, NOW + 31 * DAY_MS)).toMatchObject({ verdict: 'valid' });
    expect(report(after, NOW + 31 * DAY_MS).signatures[0]?.time).toBe('2026-11-23T03:00:00Z');
  });

  it('no token of another signature goes in, and none once something was added', async () => {
    const before = await signed(pages(), signer);
    const foreign = await stampOf(utf8('别的'), tsa, NOW);
    expect(() => addSignatureTimeStamp(before, '印章1', foreign)).toThrow(PdfError);
    const twice = await signed(before, signer, { fieldName: '印章2' });
    const token = await stampOf(signatureToStamp(twice, '印章1'), tsa, NOW);
    expect(() => addSignatureTimeStamp(twice, '印章1', token)).toThrow(/文档时间戳/);
    expect(() => addSignatureTimeStamp(twice, '印章9', token)).toThrow(/没有名为/);
    const last = await stampOf(signatureToStamp(twice, '印章2'), tsa, NOW);
    expect(verdict(addSignatureTimeStamp(twice, '印章2', last))).toBe('valid');
  });

  it('a time-stamp that nobody’s signature stands under says when, and not whose: anybody can have one made', async () => {
    const found = report(await stamped(pages(), tsa, NOW));
    expect(found.verdict).toBe('intact-untrusted');
    expect(found.sentence.zh).toMatch(/没有任何人在上面签名或盖章/);
  });

  it('B-LT knows offline that nobody was revoked', async () => {
    const bytes = appendValidationData(await signed(pages(), signer, {}, tsa), {
      certificates: [...signer.chain, ...tsa.chain],
      crls: [...(await lists('document', NOW + 2000)), ...(await lists('time', NOW + 2000))],
    });
    expect(verdict(bytes)).toBe('valid');
    const codes = report(bytes).signatures[0]!.findings.map(({ code }) => code);
    expect(codes.filter((code) => code.startsWith('revocation'))).toEqual([]);
  });

  it('B-LT with a revocation after the time-stamp holds, and before it does not', async () => {
    const { serial } = parseCertificate(signer.certificate);
    const held = async (at: number) =>
      verdict(
        appendValidationData(await signed(pages(), signer, {}, tsa), {
          crls: await lists('document', NOW + 3600_000, [{ serial, at }]),
        }),
      );
    expect(await held(NOW + 1800_000)).toBe('valid');
    expect(await held(NOW + 1000)).toBe('intact-time-unproven');
    expect(await held(NOW - 1000)).toBe('certificate-bad');
  });

  it('a list that names the signer still counts when a later saving drops the store', async () => {
    const { serial } = parseCertificate(signer.certificate);
    const crls = await lists('document', NOW + 3600_000, [{ serial, at: NOW - 1000 }]);
    const known = await stamped(
      appendValidationData(await signed(pages(), signer), { crls }),
      tsa,
      NOW + 4000_000,
    );
    expect(verdict(known)).toBe('certificate-bad');
    const draft = new RevisionDraft(readPdf(known));
    draft.catalog.delete('DSS');
    expect(verdict(draft.append().bytes)).toBe('certificate-bad');
  });

  it('with a claimed time only, a later revocation leaves it unproven', async () => {
    const { serial } = parseCertificate(signer.certificate);
    const bytes = appendValidationData(await signed(pages(), signer), {
      crls: await lists('document', NOW + 3600_000, [{ serial, at: NOW + 1800_000 }]),
    });
    expect(verdict(bytes)).toBe('intact-time-unproven');
  });

  it('B-LTA lasts as long as its last time-stamp, and is renewed by another', async () => {
    const first = await archived(await signed(pages(), signer, { stamp }, tsa), signer, tsa, NOW + 2000);
    expect(verdict(first, NOW + 99 * DAY_MS)).toBe('valid');
    expect(verdict(first, NOW + 101 * DAY_MS)).toBe('intact-time-unproven');
    const later = person('time', { from: NOW + 80 * DAY_MS, until: NOW + 400 * DAY_MS });
    const renewed = await archived(first, signer, later, NOW + 90 * DAY_MS);
    expect(renewed.subarray(0, first.length)).toEqual(first);
    expect(verdict(renewed, NOW + 300 * DAY_MS)).toBe('valid');
    expect(verdict(renewed, NOW + 401 * DAY_MS)).toBe('intact-time-unproven');
    const tooLate = await stamped(first, later, NOW + 110 * DAY_MS);
    expect(verdict(tooLate, NOW + 111 * DAY_MS)).toBe('intact-time-unproven');
  });

  it('a document time-stamp alone proves the time of a B-B signature', async () => {
    const bytes = await stamped(await signed(pages(), signer), tsa, NOW + DAY_MS);
    const found = report(bytes, NOW + 31 * DAY_MS);
    expect(found.verdict).toBe('valid');
    expect(found.signatures[0]?.time).toBe('2026-11-24T02:00:00Z');
  });

  it('a clock whose key was stolen proves nothing it stamped, unless a later stamp shows it was there', async () => {
    const bytes = await signed(pages(), signer, {}, tsa);
    const { serial } = parseCertificate(tsa.certificate);
    const stolen = await lists('time', NOW + 10 * DAY_MS, [{ serial, at: NOW + 9 * DAY_MS }]);
    const known = appendValidationData(bytes, { crls: stolen });
    expect(verdict(known, NOW + 31 * DAY_MS)).toBe('intact-time-unproven');
    const other = person('time', { until: NOW + 300 * DAY_MS });
    const kept = await stamped(bytes, other, NOW + 5 * DAY_MS);
    expect(verdict(appendValidationData(kept, { crls: stolen }), NOW + 31 * DAY_MS)).toBe('valid');
  });
});

describe('the security store', () => {
  it('takes nothing twice, and names what belongs to a signature', async () => {
    const bytes = await signed(pages(), signer);
    const data = { certificates: signer.chain, crls: await lists('document', NOW) };
    const once = appendValidationData(bytes, data, { fieldName: '印章1' });
    expect(appendValidationData(once, data, { fieldName: '印章1' })).toBe(once);
    const more = appendValidationData(once, { certificates: [tsa.certificate, ...signer.chain] });
    const file = readPdf(more);
    const store = file.dict(file.catalog, 'DSS')!;
    expect(file.array(store, 'Certs')).toHaveLength(signer.chain.length + 1);
    expect(file.array(store, 'CRLs')).toHaveLength(2);
    const [name, part] = [...file.dict(store, 'VRI')!][0]!;
    expect(name).toMatch(/^[0-9A-F]{40}$/);
    expect(file.resolve(part)).toBeInstanceOf(Map);
    expect(verdict(more)).toBe('valid');
  });
});
