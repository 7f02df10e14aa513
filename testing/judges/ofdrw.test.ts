/** ofdrw as a second opinion on files signed here, and as the maker of files we judge (GB/T 38540 V4, GB/T 35275). Needs Java and Maven; skipped in words without. */

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeZip } from '@yiwen/formats/container';
import { buildOfd } from '@yiwen/formats/ofd';
import { writePrivateKey } from '@yiwen/trust/crypto';
import {
  addOfdTimeStamp,
  jointSealBoxes,
  ridingStamps,
  stampableOfdSignatures,
} from '@yiwen/trust/documents';
import { readSesSignature } from '@yiwen/trust/seals';
import { verifyDocument } from '@yiwen/trust/verification';
import { describe, expect, it } from 'vitest';
import {
  entriesIn,
  issued,
  NOW,
  plainEntries,
  sealEntries,
  signEntries,
  timeStampToken,
  trust,
  withText,
} from '../../trust/src/verification/sealed-ofd.fixture.ts';

/** Built once for each machine; Maven fetches ofdrw by its ordinary client. */
const build = join(tmpdir(), 'yiwen-ofdrw-judge-2.3.3-b');

function classPath(): string | undefined {
  const list = join(build, 'classpath.txt');
  if (!existsSync(list)) {
    if (spawnSync('java', ['-version']).status !== 0 || spawnSync('mvn', ['-v']).status !== 0) {
      console.log('Java or Maven is not on this machine: the opinion of ofdrw is skipped');
      return undefined;
    }
    cpSync(join(import.meta.dirname, 'ofdrw'), build, { recursive: true });
    const goals = ['-q', '-B', 'compile', 'dependency:build-classpath', `-Dmdep.outputFile=${list}`];
    const { status } = spawnSync('mvn', goals, { cwd: build, timeout: 240_000 });
    if (status !== 0) {
      console.log('Maven could not fetch ofdrw: its opinion is skipped');
      return undefined;
    }
  }
  return `${join(build, 'target/classes')}:${readFileSync(list, 'utf8').trim()}`;
}

const judge = classPath();

const line = {
  kind: 'path',
  segments: [
    ['M', 20, 20],
    ['L', 90, 20],
  ],
  stroke: { rgb: [255, 0, 0] },
} as const;

/** A package of five pages. */
function fivePages() {
  const pages = Array.from({ length: 5 }, () => ({ widthMm: 210, heightMm: 297, objects: [line] }));
  return buildOfd({ docId: '0'.repeat(32), title: '骑缝', fonts: [], pages });
}

function opinions(files: Record<string, Uint8Array>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'ofdrw-'));
  const paths = Object.entries(files).map(([name, bytes]) => {
    const path = join(folder, `${name}.ofd`);
    writeFileSync(path, bytes);
    return path;
  });
  const output = execFileSync('java', ['-cp', judge!, 'Judge', ...paths], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return output.toString().trim().split('\n');
}

/** Signs by ofdrw with the township's key and seal. */
function signedByOfdrw(
  file: Uint8Array,
  how: 'seal' | 'riding' | 'sign' | 'last',
  seal: Uint8Array,
): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'ofdrw-'));
  const put = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const { certificate, privateKey } = issued.township;
  const words = [
    put('in.ofd', file),
    join(folder, 'out.ofd'),
    how,
    put('key', writePrivateKey('sm2', privateKey)),
    put('certificate', certificate),
    put('seal', seal),
  ];
  execFileSync('java', ['-cp', judge!, 'Maker', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Uint8Array(readFileSync(join(folder, 'out.ofd')));
}

describe.skipIf(judge === undefined)('ofdrw', () => {
  it('calls what we seal and sign valid: once, several times, jointly, riding, stamped; and a changed file not', async () => {
    const one = await sealEntries(plainEntries());
    const two = await sealEntries(entriesIn(one), { signer: issued.village as never });
    const changed = withText(one, 'Doc_0/Pages/Page_0/Content.xml', '通知', '通报');
    const pages = Array.from({ length: 5 }, () => ({ widthMm: 210 }));
    const riding = await sealEntries(fivePages(), {
      stamps: ridingStamps(pages, { widthMm: 42, heightMm: 42, yMm: 100 }),
    });
    let joint = writeZip(plainEntries());
    const boxes = jointSealBoxes(
      Array.from({ length: 4 }, () => ({ seal: { widthMm: 42, heightMm: 42 } })),
      {
        date: { xMm: 120, yMm: 230, widthMm: 40, heightMm: 6 },
        area: { xMm: 28, yMm: 37, widthMm: 156, heightMm: 225 },
      },
    );
    for (const [i, box] of boxes.entries()) {
      const closesList = i === boxes.length - 1;
      joint = await sealEntries(entriesIn(joint), { stamps: [{ page: 0, ...box }], closesList });
    }
    const signed = await signEntries(entriesIn(two));
    const [open] = stampableOfdSignatures(one);
    const stamped = addOfdTimeStamp(one, await timeStampToken(open!.signatureValue), open!.id);
    const lines = opinions({ one, two, riding, joint, signed, stamped, changed });
    expect(lines.slice(0, 6)).toEqual([
      'VALID one.ofd',
      'VALID two.ofd',
      'VALID riding.ofd',
      'VALID joint.ofd',
      'VALID signed.ofd',
      'VALID stamped.ofd',
    ]);
    expect(lines[6]).toContain('INVALID changed.ofd');
  }, 120_000);

  it('makes files of several signatures that we judge, and signs after us', async () => {
    const ours = await sealEntries(fivePages());
    const value = entriesIn(ours).find(({ name }) => name.endsWith('SignedValue.dat'))!.bytes;
    const seal = readSesSignature(value).seal.der;
    const now = Math.max(NOW, Date.now());
    const verdicts = (file: Uint8Array) => {
      const report = verifyDocument(file, { trust, now });
      return [
        report.verdict,
        ...report.signatures.map(({ kind, intact, trust: trusted }) => [kind, intact, trusted]),
      ];
    };
    const plain = writeZip(fivePages());
    const first = signedByOfdrw(plain, 'seal', seal);
    const second = signedByOfdrw(first, 'riding', seal);
    const third = signedByOfdrw(second, 'sign', seal);
    const kinds = [
      ['seal', true, 'trusted'],
      ['seal', true, 'trusted'],
      ['signature', true, 'trusted'],
    ];
    expect(verdicts(third).slice(1, 3)).toEqual(kinds.slice(0, 2));
    expect(verdicts(third)[3]!.slice(0, 2)).toEqual(['signature', true]);
    const pages = verifyDocument(second, { trust, now }).signatures[1]!.pages;
    expect(pages).toEqual([0, 1, 2, 3, 4]);
    const afterUs = signedByOfdrw(ours, 'last', seal);
    expect(verdicts(afterUs).slice(1)).toEqual(kinds.slice(0, 2));
    const page = 'Doc_0/Pages/Page_0/Content.xml';
    expect(verdicts(withText(third, page, '255 0 0', '254 0 0'))[0]).toBe('tampered');
    // And we after them.
    const weAfter = await sealEntries(entriesIn(third), { signer: issued.village as never });
    expect(verdicts(weAfter).at(-1)).toEqual(['seal', true, 'trusted']);
    expect(opinions({ weAfter })).toEqual(['VALID weAfter.ofd']);
  }, 240_000);
});
