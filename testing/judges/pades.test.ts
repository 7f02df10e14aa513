/**
 * PAdES between us and others: pyHanko (PyPI, in an environment of its own outside the repository) and poppler's pdfsig
 * judge what we sign, `openssl cms` the bare values, and we judge what pyHanko signs. What is not on this machine is
 * skipped in words.
 */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPdf, signatureFields } from '@yiwen/formats/pdf';
import { certificatesPem, type Purpose } from '@yiwen/trust/certificates';
import {
  concat,
  keySigner,
  readDer,
  readDerPrefix,
  readPublicKey,
  type Signer,
  writePrivateKey,
} from '@yiwen/trust/crypto';
import { addSignatureFields } from '@yiwen/trust/documents';
import { verifyDocument } from '@yiwen/trust/verification';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  archived,
  authority,
  DAY_MS,
  lists,
  NOW,
  pages,
  person,
  picture,
  random,
  signed,
  stamped,
  trust,
} from '../../trust/src/documents/pdf-files.fixture.ts';

const environment = join(tmpdir(), 'yiwen-pyhanko-1');
const packages = ['pyhanko==0.38.0'];
const folder = mkdtempSync(join(tmpdir(), 'yiwen-pades-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const present = (tool: string, ...args: string[]): boolean => spawnSync(tool, args).error === undefined;
const hasPdfsig = present('pdfsig', '-v');
const hasQpdf = present('qpdf', '--version');
const hasOpenssl = present('openssl', 'version');

/** Made once for each machine; pip fetches by its ordinary client. */
function pythonWithHanko(): string | undefined {
  const own = join(environment, 'bin/python');
  const ready = (): boolean => spawnSync(own, ['-c', 'import pyhanko']).status === 0;
  if (!ready() && present('python3', '--version')) {
    spawnSync('python3', ['-m', 'venv', environment], { timeout: 60_000 });
    spawnSync(own, ['-m', 'pip', '-q', 'install', ...packages], { timeout: 240_000 });
  }
  return ready() ? own : undefined;
}

let python: string | undefined;
beforeAll(() => {
  python = pythonWithHanko();
  for (const [there, name] of [
    [python !== undefined, 'pyHanko (pip)'],
    [hasPdfsig, 'pdfsig (poppler-utils)'],
    [hasOpenssl, 'openssl'],
  ] as const) {
    if (!there) {
      console.log(`${name} is not on this machine and cannot be fetched: skipped`);
    }
  }
}, 320_000);

type Told = {
  field: string;
  bottom_line?: boolean;
  docmdp_ok?: boolean | null;
  seed_value_ok?: boolean;
  coverage?: string;
  modification_level?: string;
  stamp?: { valid: boolean; trusted: boolean };
  indication?: string;
  valid?: boolean;
  trusted?: boolean;
};
type Answer = { signatures: Told[]; stamps: Told[]; error?: string; pdf?: string } & Record<string, string>;

/** Asks pyHanko several things at once. */
function ask(orders: readonly Record<string, unknown>[]): Answer[] {
  const script = join(import.meta.dirname, 'pyhanko_pades.py');
  const { stdout, stderr } = spawnSync(python!, [script], {
    input: JSON.stringify(orders),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (stdout === '') {
    throw new Error(stderr);
  }
  return JSON.parse(stdout) as Answer[];
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const iso = (timeMs: number): string => new Date(timeMs).toISOString();

const signer = person('document', { until: NOW + 10 * DAY_MS });
const tsa = person('time', { until: NOW + 100 * DAY_MS });
const roots = [...new Set([signer.chain[1]!, tsa.chain[1]!].map(text))];
const stamp = { page: 0, xMm: 100, yMm: 200, widthMm: 42, heightMm: 42, picture };
const box = { page: 1, xMm: 10, yMm: 10, widthMm: 30, heightMm: 30 };
const ask1 = (pdf: Uint8Array, more: Record<string, unknown> = {}) =>
  ask([{ what: 'validate', pdf: text(pdf), roots, at: iso(NOW + 5000), ...more }])[0]!;

/** A certified RSA key of Node's making, PKCS#8. */
function rsaKey(purpose: Purpose, from: number, until: number) {
  const pair = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const spki = new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }));
  const publicKey = readPublicKey(readDer(spki, { maxNodes: 50 }));
  const life = { algorithm: 'ecdsa-p256-sha256', notBefore: from, notAfter: until } as const;
  const { certificate, chain } = authority.certify({ commonName: '赵六' }, publicKey, { purpose, ...life });
  const privateKey = new Uint8Array(pair.privateKey.export({ type: 'pkcs8', format: 'der' }));
  return { certificate, chain, privateKey };
}

const rsaSigner = (algorithm: 'rsa-pkcs1-sha256' | 'rsa-pss-sha256'): Signer =>
  keySigner({ ...rsaKey('document', NOW - DAY_MS, NOW + DAY_MS), algorithm }, { random });

describe('pyHanko as the judge of our files', () => {
  it('finds every level of ours valid and trusted, offline', async (context) => {
    context.skip(python === undefined);
    const basic = await signed(pages(2), signer, { stamp });
    const withTime = await signed(pages(2), signer, { stamp }, tsa);
    const rsa = await signed(pages(), rsaSigner('rsa-pkcs1-sha256'), { stamp });
    const pss = await signed(pages(), rsaSigner('rsa-pss-sha256'), { stamp });
    for (const [name, pdf] of Object.entries({ basic, withTime, rsa, pss })) {
      const [found] = ask1(pdf).signatures;
      expect([name, found]).toMatchObject([
        name,
        { bottom_line: true, coverage: 'ENTIRE_FILE', modification_level: 'NONE' },
      ]);
    }
    expect(ask1(withTime).signatures[0]?.stamp).toMatchObject({ valid: true, trusted: true });
    // B-LT: every certificate must be shown by the lists in the file not to be revoked.
    const crls = [...(await lists('document', NOW + 2000)), ...(await lists('time', NOW + 2000))];
    const strict = ask1(withTime, { mode: 'require', crls: crls.map(text) });
    expect(strict.signatures[0]).toMatchObject({ bottom_line: true });
  });

  it('passes our B-LTA after the signer expired, by the file and the roots alone', async (context) => {
    context.skip(python === undefined);
    const basic = await signed(pages(2), signer, { stamp });
    const lta = await archived(await signed(pages(2), signer, { stamp }, tsa), signer, tsa, NOW + 2000);
    const later = { what: 'later', roots, at: iso(NOW + 20 * DAY_MS) };
    const renewed = await archived(lta, signer, tsa, NOW + 9 * DAY_MS);
    const answers = ask([lta, renewed, basic].map((pdf) => ({ ...later, pdf: text(pdf) })));
    expect(answers[0]?.signatures[0]?.indication).toBe('AdESPassed.OK');
    expect(answers[1]?.signatures[0]?.indication).toBe('AdESPassed.OK');
    expect(answers[2]?.signatures[0]?.indication).not.toBe('AdESPassed.OK');
    expect(ask1(lta).stamps[0]).toMatchObject({ valid: true, trusted: true });
  });

  it('agrees on what comes after a signature: seals, fields made beforehand, time-stamps', async (context) => {
    context.skip(python === undefined);
    const twice = await signed(await signed(pages(), signer, { stamp }), signer, {
      fieldName: '印章2',
      stamp: { ...stamp, xMm: 40 },
    });
    const certified = await signed(addSignatureFields(pages(2), [{ name: '会签', box }]), signer, {
      certification: 2,
    });
    const countersigned = await signed(certified, signer, { fieldName: '会签', stamp });
    const final = await stamped(await signed(pages(), signer, { certification: 1 }), tsa, NOW + 4000);
    const locked = await signed(
      addSignatureFields(pages(), [
        { name: '甲', lock: { action: 'Include', fields: ['丙'] } },
        { name: '乙' },
      ]),
      signer,
      { fieldName: '甲' },
    );
    const lockedTwice = await signed(locked, signer, { fieldName: '乙' });
    const many = await signed(pages(3), signer, {
      stamp: [stamp, { ...stamp, page: 1, part: { from: 0, to: 0.5 } }, { ...stamp, page: 2 }],
    });
    for (const [name, pdf] of Object.entries({ twice, countersigned, final, lockedTwice, many })) {
      const found = ask1(pdf);
      expect([name, found.signatures.map((one) => [one.bottom_line, one.docmdp_ok])]).toEqual([
        name,
        found.signatures.map(() => [true, true]),
      ]);
      expect([name, verifyDocument(pdf, { trust, now: NOW + 5000 }).verdict]).toEqual([name, 'valid']);
    }
  });
});

/** What pyHanko needs to sign: certificate, chain and PKCS#8 key. */
function handed({
  certificate,
  chain,
  privateKey,
}: {
  certificate: Uint8Array;
  chain: readonly Uint8Array[];
  privateKey: Uint8Array;
}) {
  return { certificate: text(certificate), chain: chain.map(text), key: text(privateKey) };
}

function p256Key(from: number, until: number) {
  const issued = authority.issue(
    { organisation: '禾汀镇人民政府', commonName: '甲' },
    { purpose: 'document', algorithm: 'ecdsa-p256-sha256', notBefore: from, notAfter: until },
  );
  return { ...issued, privateKey: writePrivateKey('p256', issued.privateKey) };
}

describe('files and fields of others, signed by us', () => {
  it('pyHanko finds its own fields signed as they demand, and locked', async (context) => {
    context.skip(python === undefined);
    const [made] = ask([{ what: 'prepare', pdf: text(pages()) }]);
    const empty = new Uint8Array(Buffer.from(made!.pdf!, 'base64'));
    await expect(signed(empty, signer, { fieldName: 'Boxed', reason: '核发' })).rejects.toThrow(/签署事由/);
    const bytes = await signed(empty, signer, { fieldName: 'Boxed', reason: '会签', stamp });
    expect(ask1(bytes).signatures[0]).toMatchObject({ bottom_line: true, seed_value_ok: true });
    expect(verifyDocument(bytes, { trust, now: NOW + 5000 }).verdict).toBe('valid');
    await expect(signed(bytes, signer, { fieldName: 'Other' })).rejects.toThrow(/锁定/);
  });

  it.each([
    ['object streams', ['--object-streams=generate']],
    ['a linearized file', ['--linearize']],
    ['a file of PDF 2.0', ['--min-version=2.0', '--object-streams=generate']],
  ])('with %s, keeping every earlier byte', async (name, options) => {
    if (python === undefined || !hasQpdf) {
      console.log('qpdf or pyHanko is not on this machine: skipped');
      return;
    }
    const [from, to] = [join(folder, 'plain.pdf'), join(folder, 'changed.pdf')];
    writeFileSync(from, pages(3));
    expect(spawnSync('qpdf', [...options, from, to]).status).toBe(0);
    const foreign = new Uint8Array(readFileSync(to));
    const once = await signed(foreign, signer, { stamp }, tsa);
    const bytes = await archived(await signed(once, signer, { fieldName: '乙' }), signer, tsa, NOW + 2000);
    expect(bytes.subarray(0, foreign.length)).toEqual(foreign);
    expect([name, verifyDocument(bytes, { trust, now: NOW + 20 * DAY_MS }).verdict]).toEqual([name, 'valid']);
    const found = ask1(bytes);
    expect(found.signatures.map((one) => one.bottom_line)).toEqual([true, true]);
    expect(found.stamps[0]).toMatchObject({ valid: true, trusted: true });
    writeFileSync(to, bytes);
    expect(spawnSync('qpdf', ['--check', to]).status).toBe(0);
  });

  it('and an encrypted file is refused', async (context) => {
    context.skip(!hasQpdf);
    const [from, to] = [join(folder, 'plain.pdf'), join(folder, 'encrypted.pdf')];
    writeFileSync(from, pages());
    spawnSync('qpdf', ['--encrypt', '', 'owner', '256', '--', from, to]);
    await expect(signed(new Uint8Array(readFileSync(to)), signer)).rejects.toThrow(/加密/);
  });
});

describe('we as the judge of pyHanko', () => {
  // It writes today's date as the claimed time.
  const today = Math.floor(Date.now() / 1000) * 1000;
  const people = {
    signer: handed(p256Key(today - DAY_MS, today + DAY_MS)),
    // Its clock for tests knows RSA only.
    tsa: handed(rsaKey('time', today - DAY_MS, today + 9 * DAY_MS)),
  };
  const common = async () => ({
    ...people,
    roots,
    at: iso(today),
    others: [...people.signer.chain, ...people.tsa.chain],
    crls: [...(await lists('document', today)), ...(await lists('time', today))].map(text),
  });

  it('finds its B-B, B-T, B-LT and B-LTA valid, and the last ones after the signer expired', async (context) => {
    context.skip(python === undefined);
    const [made] = ask([
      { what: 'make', levels: ['B', 'T', 'LT', 'LTA'], pdf: text(pages()), ...(await common()) },
    ]);
    expect(made?.error).toBeUndefined();
    const verdict = (level: string, at: number) => {
      const bytes = new Uint8Array(Buffer.from(made![level]!, 'base64'));
      return verifyDocument(bytes, { trust, now: at }).verdict;
    };
    for (const level of ['B', 'T', 'LT', 'LTA']) {
      expect([level, verdict(level, today + 60_000)]).toEqual([level, 'valid']);
      const later = level === 'B' ? 'intact-time-unproven' : 'valid';
      expect([level, verdict(level, today + 2 * DAY_MS)]).toEqual([level, later]);
      expect([level, verdict(level, today + 10 * DAY_MS)]).toEqual([level, 'intact-time-unproven']);
    }
    const bytes = new Uint8Array(Buffer.from(made!.LTA!, 'base64'));
    const [first] = verifyDocument(bytes, { trust, now: today + 60_000 }).signatures;
    expect(first?.timeStamps?.map(({ over, trusted }) => [over, trusted]).sort()).toEqual([
      ['document', true],
      ['signature', true],
    ]);
  });

  it('accepts its signature after ours, in a field of its own and in one made beforehand', async (context) => {
    context.skip(python === undefined);
    const ours = await signed(pages(2), signer, { stamp });
    const certified = await signed(addSignatureFields(pages(2), [{ name: 'x', box }]), signer, {
      certification: 2,
    });
    const more = await common();
    const answers = ask([
      { what: 'sign', pdf: text(ours), field: 'y', ...more },
      { what: 'sign', pdf: text(certified), field: 'x', ...more },
    ]);
    for (const { pdf, error } of answers) {
      expect(error).toBeUndefined();
      const report = verifyDocument(new Uint8Array(Buffer.from(pdf!, 'base64')), {
        trust,
        now: today + 60_000,
      });
      expect(report.signatures.map((one) => [one.intact, one.covers])).toEqual([
        [true, 'all'],
        [true, 'all'],
      ]);
    }
  });
});

describe('pdfsig and openssl', () => {
  it('find values and digests of ours valid', async (context) => {
    context.skip(!hasPdfsig);
    const files = {
      basic: await signed(pages(), signer, { stamp }),
      withTime: await signed(pages(), signer, { stamp }, tsa),
      twice: await signed(await signed(pages(), signer), signer, { fieldName: '印章2', stamp }),
      pss: await signed(pages(), rsaSigner('rsa-pss-sha256'), { stamp }),
    };
    for (const [name, pdf] of Object.entries(files)) {
      const path = join(folder, `${name}.pdf`);
      writeFileSync(path, pdf);
      const said = spawnSync('pdfsig', ['-nocert', path], { encoding: 'utf8' }).stdout;
      const valid = said.match(/Signature Validation: Signature is Valid/g) ?? [];
      expect([name, valid.length]).toEqual([name, name === 'twice' ? 2 : 1]);
    }
  });

  it('verify the CMS of a signature, with and without a time-stamp, up to the root', async (context) => {
    context.skip(!hasOpenssl);
    const root = join(folder, 'root.pem');
    writeFileSync(root, certificatesPem([signer.chain[1]!]));
    for (const clock of [undefined, tsa]) {
      const pdf = await signed(pages(), signer, { stamp }, clock);
      const { byteRange, contents } = signatureFields(readPdf(pdf)).fields[0]!.signature!;
      const [, length, start] = byteRange as [number, number, number, number];
      writeFileSync(join(folder, 'content'), concat(pdf.subarray(0, length), pdf.subarray(start)));
      writeFileSync(
        join(folder, 'cms'),
        contents!.subarray(0, readDerPrefix(contents!, { mode: 'der' }).length),
      );
      const args = 'cms -verify -binary -inform DER -in cms -content content -out out -purpose any'.split(
        ' ',
      );
      const at = ['-CAfile', root, '-attime', String(NOW / 1000)];
      const said = spawnSync('openssl', [...args, ...at], { cwd: folder, encoding: 'utf8' });
      expect(said.stderr).toContain('successful');
      writeFileSync(join(folder, 'content'), concat(pdf.subarray(0, length), pdf.subarray(start + 1)));
      expect(spawnSync('openssl', [...args, ...at], { cwd: folder }).status).not.toBe(0);
    }
  });
});
