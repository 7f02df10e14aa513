/**
 * EU DSS (the reference implementation of the ETSI formats) on our ASiC-E containers and detached CAdES signatures, and its
 * own judged by us. It knows no SM2. Needs Java and Maven; skipped in words without.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDemoAuthority } from '@yiwen/trust/certificates';
import { keySigner, utf8, writePrivateKey } from '@yiwen/trust/crypto';
import {
  completeAsic,
  completeDetached,
  entriesToSign,
  prepareAsic,
  prepareDetached,
} from '@yiwen/trust/documents';
import { makeTimeStamp, readTimeStampResponse, timeStampRequest } from '@yiwen/trust/signatures';
import { verifyDocument } from '@yiwen/trust/verification';
import { afterAll, describe, expect, it } from 'vitest';

/** Built once for each machine; Maven fetches DSS by its ordinary client. */
const build = join(tmpdir(), 'yiwen-dss-judge-6.2-b');

function classPath(): string | undefined {
  const list = join(build, 'classpath.txt');
  if (!existsSync(list)) {
    if (spawnSync('java', ['-version']).status !== 0 || spawnSync('mvn', ['-v']).status !== 0) {
      console.log('Java or Maven is not on this machine: the opinion of EU DSS is skipped');
      return undefined;
    }
    cpSync(join(import.meta.dirname, 'dss'), build, { recursive: true });
    const goals = ['-q', '-B', 'compile', 'dependency:build-classpath', `-Dmdep.outputFile=${list}`];
    if (spawnSync('mvn', goals, { cwd: build, timeout: 240_000 }).status !== 0) {
      console.log('Maven could not fetch EU DSS: its opinion is skipped');
      rmSync(list, { force: true });
      return undefined;
    }
  }
  return `${join(build, 'target/classes')}:${readFileSync(list, 'utf8').trim()}`;
}

const judge = classPath();
const folder = mkdtempSync(join(tmpdir(), 'yiwen-dss-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return name;
};
const dss = (...words: string[]): string =>
  execFileSync('java', ['-cp', judge!, 'Judge', ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  }).trim();

const random = (n: number) => new Uint8Array(randomBytes(n));
const now = Date.now();
const authority = makeDemoAuthority({ random, now: now - 86_400_000 });
const issue = (commonName: string, purpose: 'person' | 'time') =>
  authority.issue(
    { commonName },
    { purpose, algorithm: 'ecdsa-p256-sha256', notBefore: now - 3_600_000, notAfter: now + 300 * 86_400_000 },
  );
const person = issue('赵六', 'person');
const signer = keySigner(person, { random });
const files = [
  { name: '现场 照片.jpg', bytes: random(3000) },
  { name: '台账/2026.csv', bytes: utf8('户主,面积\n') },
];
const signing = { ...signer, time: now };

describe.skipIf(judge === undefined)('EU DSS', () => {
  const root = put('root.der', person.chain.at(-1)!);

  it('calls our containers CAdES baseline, with one signature and with two, and finds a change', async () => {
    const first = prepareAsic(files, signing);
    const one = completeAsic(first, await signer.sign(first.signing.toBeSigned));
    expect(dss('judge', root, put('one.asice', one))).toMatch(
      /^CAdES-BASELINE-B intact=true valid=true digests=true trusted=true files=\d$/,
    );
    const second = prepareAsic(entriesToSign(one), signing);
    const value = await signer.sign(second.signing.toBeSigned);
    const request = timeStampRequest(value, { hash: 'sha256', random });
    const tsa = keySigner(issue('时间戳', 'time'), { random });
    const answer = readTimeStampResponse(await makeTimeStamp(request, tsa, { now, serial: 9n }), request);
    const two = completeAsic(second, value, { timeStamp: answer.token! });
    const lines = dss('judge', root, put('two.asice', two)).split('\n');
    expect(lines.map((line) => line.split(' files')[0])).toEqual([
      'CAdES-BASELINE-B intact=true valid=true digests=true trusted=true',
      'CAdES-BASELINE-T intact=true valid=true digests=true trusted=true',
    ]);
    const other = prepareAsic([{ ...files[0]!, bytes: random(3000) }, files[1]!], signing);
    const changed = completeAsic(
      { ...first, entries: [...other.entries.slice(0, 3), ...first.entries.slice(3)] },
      await signer.sign(first.signing.toBeSigned),
    );
    expect(verifyDocument(changed, { now }).verdict).toBe('tampered');
    expect(dss('judge', root, put('changed.asice', changed))).toContain('digests=false');
  }, 120_000);

  it('calls our signature beside a file CAdES baseline', async () => {
    const prepared = prepareDetached(files[0]!.bytes, signing);
    const p7s = completeDetached(prepared, await signer.sign(prepared.toBeSigned));
    const content = put('photo.jpg', files[0]!.bytes);
    expect(dss('judge', root, put('photo.p7s', p7s), content)).toBe(
      'CAdES-BASELINE-B intact=true valid=true digests=true trusted=true files=1',
    );
  }, 60_000);

  it('makes containers that we judge, alone and after us', async () => {
    const key = put('key.der', writePrivateKey('p256', person.privateKey));
    const certificate = put('certificate.der', person.certificate);
    for (const { name, bytes } of files) {
      put(name.replace('/', '-'), bytes);
    }
    const options = { trust: authority.trustList(), now };
    dss('make', 'theirs.asice', key, certificate, '现场 照片.jpg', '台账-2026.csv');
    const theirs = new Uint8Array(readFileSync(join(folder, 'theirs.asice')));
    const report = verifyDocument(theirs, options);
    expect(report).toMatchObject({ verdict: 'valid', format: 'asice' });
    expect(report.signatures[0]!.covered).toHaveLength(2);
    const first = prepareAsic(files, signing);
    const ours = put('ours.asice', completeAsic(first, await signer.sign(first.signing.toBeSigned)));
    dss('make', 'after.asice', key, certificate, ours);
    const after = verifyDocument(new Uint8Array(readFileSync(join(folder, 'after.asice'))), options);
    expect(after.signatures.map(({ verdict }) => verdict)).toEqual(['valid', 'valid']);
  }, 120_000);
});
