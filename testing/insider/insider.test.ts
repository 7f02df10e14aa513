/**
 * With database superuser rights and every server key: seeded attacks, and three who must find them (issue: trust). What
 * falls after the last witnessed checkpoint cannot be found, is listed, and the length of that window is measured.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { trustListJson } from '@yiwen/trust/certificates';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attacks, type Deed, type Dice } from './attacks.ts';
import { type CrimeScene, copyOf, judge, packageFrom, setScene, urlOf } from './crime-scene.ts';
import { auditor, citizen, mirror } from './verifiers.ts';

const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const soak = Number(process.env.YIWEN_SOAK ?? 1);
const many = Math.ceil(18 * soak);
console.log(`insider: YIWEN_SEED=${seed} YIWEN_SOAK=${soak} (${many} attacks)`);

let scene: CrimeScene;
beforeAll(async () => {
  scene = await setScene();
}, 1_200_000);
afterAll(() => scene?.stop());

/** Numbers of one attack, from the seed and its place. */
function diceOf(attack: number): Dice {
  let state = (seed ^ Math.imul(attack + 1, 0x9e3779b1)) >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % bound;
  };
}

describe('an insider with every right and every key', () => {
  it('raises no alarm by doing nothing', async () => {
    const copy = await copyOf(scene, scene.present);
    try {
      expect(await auditor(scene, copy)).toEqual([]);
      expect(await mirror(scene, copy)).toBeUndefined();
      for (const victim of scene.victims) {
        expect(await citizen(scene, copy, victim)).toEqual([]);
      }
    } finally {
      await copy.drop();
    }
  });

  it('is found out by `yiwen audit` with the checkpoints a witness kept', async () => {
    const copy = await copyOf(scene, scene.present);
    const folder = mkdtempSync(join(tmpdir(), 'yiwen-audit-'));
    try {
      const known = [...scene.witnessed.values()].flatMap((note, i) => {
        const path = join(folder, `${i}.checkpoint`);
        writeFileSync(path, note);
        return ['--known', path];
      });
      const trust = join(folder, 'trust.json');
      writeFileSync(trust, trustListJson(scene.trust));
      const audit = () => {
        const program = fileURLToPath(new URL('../../server/src/audit.ts', import.meta.url));
        const args = [
          '--disable-warning=ExperimentalWarning',
          program,
          '--database',
          urlOf(copy.address),
          ...known,
          '--trust',
          trust,
        ];
        return spawnSync(process.execPath, args, { encoding: 'utf8' });
      };
      const clean = audit();
      expect(clean.status, `${clean.stdout}${clean.stderr}`).toBe(0);
      expect(clean.stdout).toContain('全部相符');
      const edit = attacks.find(({ name }) => name === 'rebuild the whole chain')!;
      const deed = await edit.commit(scene, copy, () => 3);
      expect(deed.window).toBe(false);
      const found = audit();
      expect([found.status, found.stdout.includes('history-differs')]).toEqual([1, true]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await copy.drop();
    }
  });

  it(
    'is found out in everything up to the witnessed checkpoint',
    async () => {
      const inWindow: string[] = [];
      const counted = new Map<string, number>();
      for (let n = 0; n < many; n++) {
        const attack = attacks[n % attacks.length]!;
        const copy = await copyOf(scene, attack.on === 'present' ? scene.present : scene.backup);
        try {
          const deed = await attack.commit(scene, copy, diceOf(n));
          const where = `YIWEN_SEED=${seed}, attack ${n} (${attack.name}: ${deed.told})`;
          await expectFound(deed, copy, where);
          counted.set(attack.name, (counted.get(attack.name) ?? 0) + 1);
          if (deed.window) {
            inWindow.push(`${attack.name}: ${deed.told}`);
          }
        } finally {
          await copy.drop();
        }
      }
      console.log(`insider: ${[...counted].map(([name, times]) => `${name} ${times}`).join(', ')}`);
      console.log(
        `insider: the window after the last witnessed checkpoint holds ${scene.window.acts} acts over ` +
          `${scene.window.seconds} s; ${inWindow.length} of ${many} attacks lay in it and cannot be found:\n  ` +
          (inWindow.join('\n  ') || 'none'),
      );
      expect(inWindow.length).toBeLessThan(many / 2);
    },
    600_000 * Math.max(1, soak),
  );
});

async function expectFound(
  deed: Deed,
  copy: Awaited<ReturnType<typeof copyOf>>,
  where: string,
): Promise<void> {
  const difference = await mirror(scene, copy);
  expect(difference?.index, `${where}: the mirror names the first bad record`).toBe(deed.mirror);
  const faults = await auditor(scene, copy);
  if (deed.auditor) {
    expect(faults.length, `${where}: the auditor finds it`).toBeGreaterThan(0);
  }
  if (deed.forgedOn !== undefined) {
    const zip = await packageFrom(copy.node, scene.log.organId, deed.forgedOn);
    const noticed = [...judge(scene, zip).findings, ...faults].filter(({ code }) =>
      code.startsWith('approval-'),
    );
    expect(noticed.length, `${where}: package and auditor say that nobody signed`).toBeGreaterThanOrEqual(2);
  }
  for (const place of deed.citizen) {
    const alarms = await citizen(scene, copy, scene.victims[place]!);
    expect(alarms.length, `${where}: whoever holds document ${place} finds it`).toBeGreaterThan(0);
  }
}
