import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writePng } from '@yiwen/formats/images';
import { buildOfd } from '@yiwen/formats/ofd';
import {
  answerOcsp,
  buildCrl,
  certificatesPem,
  makeDemoAuthority,
  ocspRequest,
  parseCertificate,
  trustListJson,
  writePem,
} from '@yiwen/trust/certificates';
import { keySigner } from '@yiwen/trust/crypto';
import { completeOfdSeal, prepareOfdSeal } from '@yiwen/trust/documents';
import { ed25519NoteSigner, writeVkey } from '@yiwen/trust/log';
import { makeSeal } from '@yiwen/trust/seals';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runVerify } from './verify.ts';
import { readTrust } from './verify-trust.ts';

const folder = mkdtempSync(join(tmpdir(), 'yiwen-cli-verify-'));
const samples = process.env.YIWEN_SAMPLES ?? join(import.meta.dirname, '../../../shared/samples');
const present = existsSync(samples);
if (!present) {
  console.log(`samples are not at ${samples}: skipped`);
}
const dayMs = 86_400_000;
const signedAt = Date.UTC(2026, 10, 23, 8);
const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));
const authority = makeDemoAuthority({ random, now: signedAt, validFrom: signedAt - 400 * dayMs });
const anchors = authority.trustList().anchors;
const pemOf = (...purposes: string[]): string =>
  certificatesPem(
    anchors
      .filter((anchor) => anchor.purposes.some((purpose) => purposes.includes(purpose)))
      .map(({ certificate }) => certificate),
  );
/** The certificate of the organ that sealed. */
let sealer: Uint8Array;
const sealed = join(folder, 'sealed.ofd');
const changed = join(folder, 'changed.ofd');

function put(path: string, content: string | Uint8Array): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
  return full;
}

/** A trust folder with certificates by purpose, and whatever else is given. */
function trustFolder(name: string, more: Record<string, string | Uint8Array> = {}): string {
  const files = {
    'signers/demo.pem': pemOf('seal', 'document', 'person'),
    'seals/demo.pem': pemOf('seal-maker'),
    ...more,
  };
  for (const [path, content] of Object.entries(files)) {
    put(join(name, path), content);
  }
  return join(folder, name);
}

async function seal(): Promise<Uint8Array> {
  const validity = { notBefore: signedAt - 30 * dayMs, notAfter: signedAt + 300 * dayMs };
  const issue = (commonName: string, purpose: 'seal' | 'seal-maker') =>
    authority.issue({ commonName }, { purpose, algorithm: 'sm2-sm3', ...validity });
  const organ = issue('禾汀镇人民政府', 'seal');
  sealer = organ.certificate;
  const png = writePng({ widthPx: 4, heightPx: 4, channels: 4, data: new Uint8Array(64).fill(200) });
  const made = await makeSeal(
    {
      esID: 'YW-DEMO-0001',
      vid: 'YIWEN',
      name: '禾汀镇人民政府（演示无效）',
      type: 'organ',
      certificates: [organ.certificate],
      picture: { type: 'png', data: png, widthMm: 42, heightMm: 42 },
      createDate: signedAt - dayMs,
      validStart: signedAt - dayMs,
      validEnd: signedAt + 200 * dayMs,
    },
    keySigner(issue('演示制章中心', 'seal-maker'), { random }),
  );
  const pages = [{ widthMm: 210, heightMm: 297, objects: [] }];
  const entries = buildOfd({ docId: '0'.repeat(32), title: '通知', fonts: [], pages });
  const stamps = [{ page: 0, xMm: 120, yMm: 200, widthMm: 42, heightMm: 42 }];
  const prepared = prepareOfdSeal(entries, {
    seal: made,
    certificate: organ.certificate,
    stamps,
    time: signedAt,
  });
  return completeOfdSeal(prepared, await keySigner(organ, { random }).sign(prepared.toBeSigned));
}

beforeAll(async () => {
  const bytes = await seal();
  writeFileSync(sealed, bytes);
  writeFileSync(changed, bytes.slice(0, bytes.length - 40));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the verb as of the day after sealing; keeps the exit code and what was printed. */
async function run(...args: string[]): Promise<{ code: number; out: string; lines: { verdict: string }[] }> {
  const printed: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((text) => printed.push(String(text)));
  const error = vi.spyOn(console, 'error').mockImplementation((text) => printed.push(String(text)));
  try {
    const at = args.includes('--at') ? [] : ['--at', '2026-11-24'];
    const code = await runVerify([...args, ...at]);
    const lines = args.includes('--json') ? printed.filter((line) => line.startsWith('{')) : [];
    return { code, out: printed.join('\n'), lines: lines.map((line) => JSON.parse(line)) };
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
}

const verdictOf = async (...args: string[]): Promise<[number, (string | undefined)[]]> => {
  const { code, lines } = await run('--json', ...args);
  return [code, lines.map(({ verdict }) => verdict)];
};

describe('yiwen verify', () => {
  it('is valid with a trust folder of PEM files, and knows a demonstration by its certificates', async () => {
    const { code, lines, out } = await run('--json', sealed, '--trust', trustFolder('good'));
    expect(code).toBe(0);
    expect(lines).toHaveLength(1);
    expect(Object.keys(lines[0]!).slice(0, 4)).toEqual(['file', 'verdict', 'signatures', 'findings']);
    expect(lines[0]).toMatchObject({ file: sealed, verdict: 'valid', demo: true, status: 'unknown' });
    expect(out).toContain('演示无效');
  });

  it('takes one JSON list, and a folder of them as the demonstration writes it', async () => {
    const list = put('lists/demo.json', trustListJson(authority.trustList()));
    expect(await verdictOf(sealed, '--trust', list)).toEqual([0, ['valid']]);
    expect(await verdictOf(sealed, '--trust', dirname(list))).toEqual([0, ['valid']]);
    expect(await verdictOf(sealed)).toEqual([1, ['intact-untrusted']]);
  });

  it('believes each folder for its own purpose only', async () => {
    const all = pemOf('seal', 'document', 'person', 'seal-maker');
    put('no-maker/signers/a.pem', all);
    put('no-signer/seals/a.pem', all);
    for (const name of ['no-maker', 'no-signer']) {
      expect(await verdictOf(sealed, '--trust', join(folder, name))).toEqual([1, ['intact-untrusted']]);
    }
  });

  it('holds trust to its dates', async () => {
    const dated = (name: string, dates: object) =>
      trustFolder(name, { 'trust.json': JSON.stringify({ dates: { 'signers/demo.pem': dates } }) });
    const within = dated('within', { from: '2026-01-01', until: '2026-12-31' });
    expect(await verdictOf(sealed, '--trust', within)).toEqual([0, ['valid']]);
    const before = dated('before', { until: '2026-11-22' });
    expect(await verdictOf(sealed, '--trust', before)).toEqual([1, ['intact-untrusted']]);
    // Believed when it was sealed by its own clock, no more today: nobody else saw it then.
    expect(await verdictOf(sealed, '--trust', within, '--at', '2027-02-01')).toEqual([
      1,
      ['intact-time-unproven'],
    ]);
  });

  it('judges as of the time it is given', async () => {
    const trust = trustFolder('at');
    const at = (time: string) => verdictOf(sealed, '--trust', trust, '--at', time);
    expect(await at('2026-11-24T08:00:00+08:00')).toEqual([0, ['valid']]);
    expect(await at('2027-12-01')).toEqual([1, ['intact-time-unproven']]);
    expect(await at('2026-11-01')).toEqual([1, ['certificate-bad']]);
    expect((await run(sealed, '--at', 'yesterday')).code).toBe(2);
  });

  it('checks many files, one line each, and is content only when all are valid', async () => {
    const trust = trustFolder('many');
    expect(await verdictOf(sealed, sealed, '--trust', trust)).toEqual([0, ['valid', 'valid']]);
    const [code, [first, second]] = await verdictOf(sealed, changed, '--trust', trust);
    expect([code, first]).toEqual([1, 'valid']);
    expect(['damaged', 'refused', 'tampered']).toContain(second);
    const missing = await verdictOf(sealed, join(folder, 'missing.ofd'), '--trust', trust);
    expect(missing).toEqual([2, ['valid', 'refused']]);
  });

  it('refuses a trust folder it cannot read wholly rather than believe a part of it', async () => {
    const bad: Record<string, Record<string, string>> = {
      'date of a file that is not there': {
        'trust.json': '{"dates":{"signers/demo.crt":{"until":"2026-01-01"}}}',
      },
      'unknown word': { 'trust.json': '{"date":{}}' },
      'unknown date': { 'trust.json': '{"dates":{"signers/demo.pem":{"until":"soon"}}}' },
      'not a list': { 'other.json': '{}' },
      'no certificate': { 'signers/b.pem': 'hello' },
      'no key': { 'logs/a.vkey': 'hello' },
      'no list': { 'revocation/a.crl': 'hello' },
      'no list in PEM': { 'revocation/a.pem': writePem('X509 CRL', random(40)) },
    };
    for (const [name, files] of Object.entries(bad)) {
      expect([name, (await run(sealed, '--trust', trustFolder(name, files))).code]).toEqual([name, 2]);
    }
    mkdirSync(join(folder, 'empty'));
    expect((await run(sealed, '--trust', join(folder, 'empty'))).code).toBe(2);
    expect((await run(sealed, '--trust', join(folder, 'nowhere'))).code).toBe(2);
    expect((await run()).code).toBe(2);
    expect((await run('--help')).code).toBe(0);
  });

  it('knows of revoked certificates from the lists and responses in the folder', async () => {
    const { certificate, key } = authority.issuer('seal', 'sm2-sm3');
    const { serial } = parseCertificate(sealer);
    const list = (at: number) =>
      buildCrl(
        {
          number: 1n,
          thisUpdate: signedAt + 3_600_000,
          nextUpdate: signedAt + 30 * dayMs,
          revoked: [{ serial, at, reason: 'key-compromise' }],
        },
        key,
        { random },
      );
    const status = (known: Parameters<typeof answerOcsp>[2]['statusOf']) =>
      answerOcsp(
        ocspRequest([parseCertificate(sealer)], parseCertificate(certificate), { random }),
        { certificate, privateKey: key.privateKey, algorithm: 'sm2-sm3' },
        {
          issuer: certificate,
          statusOf: known,
          thisUpdate: signedAt + 3_600_000,
          nextUpdate: signedAt + 30 * dayMs,
          random,
        },
      );
    const before = signedAt - dayMs;
    const revoked = () => ({ status: 'revoked', at: before, reason: 'key-compromise' }) as const;
    const verdicts: Record<string, [Record<string, string | Uint8Array>, string]> = {
      der: [{ 'revocation/seal.crl': list(before) }, 'certificate-bad'],
      pem: [{ 'revocation/seal.pem': writePem('X509 CRL', list(before)) }, 'certificate-bad'],
      ocsp: [{ 'revocation/seal.ors': status(revoked) }, 'certificate-bad'],
      'ocsp-pem': [{ 'revocation/seal.pem': writePem('OCSP RESPONSE', status(revoked)) }, 'certificate-bad'],
      good: [{ 'revocation/seal.ors': status(() => ({ status: 'good' })) }, 'valid'],
      // Revoked after sealing, and no trusted time says that it was sealed before.
      later: [{ 'revocation/seal.crl': list(signedAt + 1_800_000) }, 'intact-time-unproven'],
    };
    for (const [name, [files, verdict]] of Object.entries(verdicts)) {
      const trust = trustFolder(`revoked-${name}`, files);
      expect([name, ...(await verdictOf(sealed, '--trust', trust))[1]]).toEqual([name, verdict]);
    }
    // A list somebody else signed says nothing of this certificate.
    const stranger = makeDemoAuthority({ random, now: signedAt, validFrom: signedAt - dayMs });
    const foreign = buildCrl(
      {
        number: 1n,
        thisUpdate: signedAt,
        nextUpdate: signedAt + dayMs,
        revoked: [{ serial, at: before, reason: 'key-compromise' }],
      },
      stranger.issuer('seal', 'sm2-sm3').key,
      { random },
    );
    const trust = trustFolder('revoked-foreign', { 'revocation/a.crl': foreign });
    expect(await verdictOf(sealed, '--trust', trust)).toEqual([0, ['valid']]);
  });

  it('reads keys of logs and witnesses with their dates', async () => {
    const key = (name: string) => writeVkey(ed25519NoteSigner(name, random(32)).vkey);
    const [log, witness] = [key('oa.test/log/2026'), key('witness.test/a')];
    const list = await readTrust(
      trustFolder('keys', {
        'logs/a.vkey': `# our log\n${log}\n`,
        'witnesses/county.vkey': `${witness}\n`,
        'trust.json': '{"name":"某镇","dates":{"witnesses/county.vkey":{"from":"2026-01-01T00:00:00Z"}}}',
      }),
    );
    expect(list.name).toBe('某镇');
    expect(list.logs).toEqual([{ vkey: log, name: 'oa.test/log/2026' }]);
    expect(list.witnesses).toEqual([{ vkey: witness, name: 'witness.test/a', from: Date.UTC(2026, 0, 1) }]);
  });

  it('tells a clerk in words, in both languages', async () => {
    const trust = trustFolder('words');
    const { out } = await run(sealed, '--trust', trust);
    expect(out).toContain(
      '✓  这份文件是真的，没有被改动，由禾汀镇人民政府于2026年11月23日盖章，可以采信。演示无效',
    );
    expect(out).toContain(
      '✓ 内容未改动  ✓ 印章有效  ✓ 签署时证书有效  ✓ 在信任名单里  ▲ 时间有证明  ✓ 盖住全部内容',
    );
    expect(out).toContain('结论代码  valid');
    const english = (await run(sealed, changed, '--trust', trust, '--en')).out;
    expect(english).toContain('This document is genuine and unchanged');
    expect(english).toContain('2 files, 1 valid.');
  });
});

describe.skipIf(!present)('yiwen verify with files of others', () => {
  it.each([
    ['ofd/03-invoice-seal-v4-valid.ofd', 'intact-untrusted'],
    ['ofd/04-invoice-seal-v4-document-tampered.ofd', 'tampered'],
    ['ofd/01-minimal-hello.ofd', 'unsigned'],
    ['ofd/18-bare-sm2-signature-deprecated.ofd', 'damaged'],
    ['pdf/ok-06-pades-b.pdf', 'intact-untrusted'],
    ['pdf/ok-09-form-filled-after-signing.pdf', 'partly-covered'],
    ['pdf/attack-04-shadow-hide.pdf', 'changed-after-signing'],
    ['invoices/cn-06-digital-einvoice-synthetic.xml', 'unsigned'],
  ])('%s is %s', async (name, verdict) => {
    expect(await verdictOf(join(samples, name), '--trust', trustFolder('others'))).toEqual([1, [verdict]]);
    expect((await run(join(samples, name))).out).toContain(`结论代码  ${verdict}`);
  });
});
