/** What an insider with all rights and all keys might do. Each deed says what of it must be found, and by whom. */
import { randomUUID } from 'node:crypto';
import type { CanonicalValue } from '@yiwen/trust/content';
import { canonicalBytes } from '@yiwen/trust/content';
import { sha256, sm3 } from '@yiwen/trust/crypto';
import { writeBundle } from '@yiwen/trust/log';
import type pg from 'pg';
import { asSuperuser, type Copy, type CrimeScene } from './crime-scene.ts';
import { type Act, entriesOf, type History, readHistory, writeHistory } from './history.ts';

/** A number from 0 up to the bound, not included. */
export type Dice = (bound: number) => number;

/**
 * What was done. `citizen`: places among the victims whose owner must see it. `auditor`: whether the data must. `mirror`:
 * index of the first bad record, when the mirror holds it. `window`: all of it lies after the witnessed checkpoint.
 */
export type Deed = {
  told: string;
  citizen: readonly number[];
  auditor: boolean;
  mirror: number | undefined;
  window: boolean;
  /** The document on which an approval was forged: its next package must say so, and the auditor too. */
  forgedOn?: string;
};

/** One kind of attack. */
export type Attack = {
  readonly name: string;
  readonly on: 'present' | 'backup';
  commit(scene: CrimeScene, copy: Copy, dice: Dice): Promise<Deed>;
};

const pick = <T>(dice: Dice, list: readonly T[]): T => list[dice(list.length)]!;

/** The first place where two lists of entries part, below the witnessed size. */
function firstChange(
  scene: CrimeScene,
  before: readonly Uint8Array[],
  after: readonly Uint8Array[],
): number | undefined {
  const at = before.findIndex((entry, i) => after[i] === undefined || Buffer.compare(entry, after[i]!) !== 0);
  return at >= 0 && at < scene.witnessedSize ? at : undefined;
}

/** Victims one of whose kept acts is not what it was. */
function hurt(scene: CrimeScene, before: History, after: History): number[] {
  return scene.victims.flatMap(({ documentId, acts }, i) => {
    const of = (history: History) => history.acts.filter(({ chain }) => chain === documentId).slice(0, acts);
    const [old, now] = [of(before), of(after)];
    const isSame = old.every(
      ({ entry }, n) => now[n] !== undefined && Buffer.compare(entry, now[n]!.entry) === 0,
    );
    return isSame ? [] : [i];
  });
}

/** Changes the history as told and writes it back whole; what must be found follows from what became different. */
async function rewrite(
  scene: CrimeScene,
  copy: Copy,
  told: string,
  change: (history: History) => void,
): Promise<Deed> {
  return await asSuperuser(copy.address, async (client) => {
    const before = await readHistory(client, scene.log);
    const after = await readHistory(client, scene.log);
    change(after);
    await writeHistory(client, scene.log, scene.nodeKey, after);
    const at = firstChange(scene, entriesOf(before), entriesOf(after));
    return {
      told,
      citizen: hurt(scene, before, after),
      auditor: at !== undefined,
      mirror: at,
      window: at === undefined,
    };
  });
}

/** Lies a body could be made to tell. */
const LIES: readonly ((body: Act['body']) => Act['body'])[] = [
  (body) => ({ ...body, at: new Date(Date.parse(String(body.at)) - 86_400_000).toISOString() }),
  (body) => ({ ...body, actor: { ...(body.actor as object), name: '别人' } as CanonicalValue }),
  (body) => ({ ...body, data: { ...(body.data as object), opinion: '不同意' } as CanonicalValue }),
  (body) => ({ ...body, basis: '另有依据' }),
  (body) => ({ ...body, salt: '0'.repeat(32) }),
];

function lie(dice: Dice, act: Act): void {
  act.body = pick(dice, LIES)(act.body);
  act.recorded_at = new Date(String(act.body.at));
}

/** Rows that are derived from acts, and what an insider would want of them. */
const ROW_EDITS: readonly (readonly [what: string, statement: string])[] = [
  [
    'the holder of a step',
    `update workflow.step set holder_post = gen_random_uuid() where id = (select id from workflow.step order by md5(id::text || $1) limit 1)`,
  ],
  [
    'how a step ended',
    `update workflow.step set state = 'returned' where id = (select id from workflow.step where state = 'done' order by md5(id::text || $1) limit 1)`,
  ],
  [
    'when a step ended',
    `update workflow.step set ended_at = ended_at - interval '1 day' where id = (select id from workflow.step where state = 'done' order by md5(id::text || $1) limit 1)`,
  ],
  [
    'a deadline',
    `update workflow.step set deadline = '2026-12-31' where id = (select id from workflow.step order by md5(id::text || $1) limit 1)`,
  ],
  [
    'who sent a step',
    `update workflow.step set from_name = '别人' where id = (select id from workflow.step order by md5(id::text || $1) limit 1)`,
  ],
  [
    'a step is gone',
    `delete from workflow.step where id = (select id from workflow.step where id not in (select opened_by from workflow.step where opened_by is not null) order by md5(id::text || $1) limit 1)`,
  ],
  [
    'a matter closed',
    `update workflow.matter set closed_at = now() where id = (select id from workflow.matter where closed_at is null order by md5(id::text || $1) limit 1)`,
  ],
  [
    'a matter of another document',
    `update workflow.matter set document_id = gen_random_uuid() where id = (select id from workflow.matter where document_id is not null order by md5(id::text || $1) limit 1)`,
  ],
  [
    'a number',
    `update documents.registration set n = n + 500 where document_id = (select document_id from documents.registration where n is not null order by md5(document_id::text || $1) limit 1)`,
  ],
  [
    'the signer of a paper',
    `update documents.registration set signer = '别人' where document_id = (select document_id from documents.registration where signer is not null order by md5(document_id::text || $1) limit 1)`,
  ],
  [
    'its date',
    `update documents.registration set signed_on = '2020-01-01' where document_id = (select document_id from documents.registration where signed_on is not null order by md5(document_id::text || $1) limit 1)`,
  ],
  [
    'its receivers',
    `update documents.registration set receivers = '[]' where document_id = (select document_id from documents.registration where receivers <> '[]' order by md5(document_id::text || $1) limit 1)`,
  ],
  [
    'its copies',
    `update documents.registration set copies = 999 where document_id = (select document_id from documents.registration where copies is not null order by md5(document_id::text || $1) limit 1)`,
  ],
  [
    'the text of a version',
    `update documents.part set content = '{"text":"另一句话。"}' where ctid = (select ctid from documents.part where kind like 'block.%' order by md5(id || version_id::text || $1) limit 1)`,
  ],
  [
    'a part with its digest',
    `update documents.part set sha256 = repeat('0', 64) where ctid = (select ctid from documents.part order by md5(id || version_id::text || $1) limit 1)`,
  ],
  [
    'the root of a version',
    `update documents.version set root_sha256 = repeat('0', 64) where id = (select id from documents.version order by md5(id::text || $1) limit 1)`,
  ],
  [
    'who signed off',
    `update documents.sign_off set signer = '别人' where id = (select id from documents.sign_off order by md5(id::text || $1) limit 1)`,
  ],
  [
    'a sign-off is gone',
    `delete from documents.sign_off where id = (select id from documents.sign_off order by md5(id::text || $1) limit 1)`,
  ],
  [
    'a sealed file is another',
    `update documents.file set sha256 = repeat('0', 64) where id = (select id from documents.file where sealed order by md5(id::text || $1) limit 1)`,
  ],
  [
    'a sealed file is called unsealed',
    `update documents.file set sealed = false where id = (select id from documents.file where sealed order by md5(id::text || $1) limit 1)`,
  ],
  [
    'the receiver of a delivery',
    `update exchange.delivery set receiver_name = '别的单位' where id = (select id from exchange.delivery order by md5(id::text || $1) limit 1)`,
  ],
  [
    'a delivery is gone',
    `delete from exchange.delivery where id = (select id from exchange.delivery order by md5(id::text || $1) limit 1)`,
  ],
  [
    'the sender in the register',
    `update circulation.entry set sender = '别的单位' where document_id = (select document_id from circulation.entry order by md5(document_id::text || $1) limit 1)`,
  ],
  [
    'an entry of the register is gone',
    `delete from circulation.entry where document_id = (select document_id from circulation.entry order by md5(document_id::text || $1) limit 1)`,
  ],
  [
    'the state of a seal',
    `update sealing.register set state = 'suspended' where id = (select id from sealing.register order by md5(id::text || $1) limit 1)`,
  ],
  [
    'who did a step of a seal',
    `update sealing.life set by_name = '别人' where id = (select id from sealing.life order by md5(id::text || $1) limit 1)`,
  ],
  [
    'the rule of a seal',
    `update sealing.rule set rule = '{}' where ctid = (select ctid from sealing.rule order by md5(seal_id::text || $1) limit 1)`,
  ],
  [
    'a use of a seal is gone',
    `delete from sealing.use where id = (select id from sealing.use order by md5(id::text || $1) limit 1)`,
  ],
  [
    'the time of an act',
    `update event.entry set recorded_at = recorded_at - interval '1 day' where id = (select id from event.entry order by md5(id::text || $1) limit 1)`,
  ],
  [
    'the kind of an act',
    `update event.entry set kind = 'workflow.passed' where id = (select id from event.entry where kind <> 'workflow.passed' order by md5(id::text || $1) limit 1)`,
  ],
  [
    'whose act it was',
    `update event.entry set person_id = gen_random_uuid() where id = (select id from event.entry where person_id is not null order by md5(id::text || $1) limit 1)`,
  ],
];

const editRow: Attack = {
  name: 'edit a row',
  on: 'present',
  async commit(_scene, copy, dice) {
    const [what, statement] = pick(dice, ROW_EDITS);
    const { rowCount } = await asSuperuser(copy.address, (client) =>
      client.query(statement, [String(dice(1e9))]),
    );
    if (rowCount !== 1) {
      throw new Error(`${what}: ${rowCount} rows`);
    }
    return { told: what, citizen: [], auditor: true, mirror: undefined, window: false };
  },
};

const editBody: Attack = {
  name: 'edit an event body',
  on: 'present',
  async commit(scene, copy, dice) {
    const depth = dice(4);
    return await asSuperuser(copy.address, async (client) => {
      const before = await readHistory(client, scene.log);
      const after = await readHistory(client, scene.log);
      const at = dice(after.acts.length);
      const act = after.acts[at]!;
      lie(dice, act);
      const index = at + 1;
      await client.query('update event.entry set body = $2 where id = $1', [
        act.id,
        JSON.stringify(act.body),
      ]);
      if (depth >= 1) {
        const bytes = canonicalBytes(act.body);
        await client.query('update event.entry set sha256 = $2, sm3 = $3 where id = $1', [
          act.id,
          sha256(bytes),
          sm3(bytes),
        ]);
      }
      if (depth >= 2) {
        const old = JSON.parse(new TextDecoder().decode(act.entry));
        const bytes = canonicalBytes(act.body);
        const digest = (value: Uint8Array) => Buffer.from(value).toString('base64url');
        act.entry = canonicalBytes({ ...old, sha256: digest(sha256(bytes)), sm3: digest(sm3(bytes)) });
        await client.query('update event.entry set commitment = $2 where id = $1', [act.id, act.entry]);
      }
      if (depth >= 3) {
        const key = [scene.log.organId, scene.log.year];
        await client.query(
          'update log.entry set bytes = $4 where organ_id = $1 and year = $2 and index = $3',
          [...key, index, act.entry],
        );
        await rewriteBundle(client, scene, entriesOf(after));
      }
      const told = `entry ${index} (${act.kind}), ${['body', 'and digests', 'and commitment', 'and log entry and its file'][depth]}`;
      const isHeld = index < scene.witnessedSize;
      return {
        told,
        citizen: depth >= 2 || isHeld ? hurtByBody(scene, before, at) : [],
        auditor: true,
        mirror: depth >= 3 && isHeld ? index : undefined,
        window: false,
      };
    });
  },
};

/** Victims that hold the act at this place. */
function hurtByBody(scene: CrimeScene, before: History, at: number): number[] {
  const { chain, seq } = before.acts[at]!;
  return scene.victims.flatMap(({ documentId, acts }, i) => (documentId === chain && seq <= acts ? [i] : []));
}

async function rewriteBundle(
  client: pg.Client,
  scene: CrimeScene,
  entries: readonly Uint8Array[],
): Promise<void> {
  const key = [scene.log.organId, scene.log.year];
  const { rows } = await client.query(
    `select path from log.file where organ_id = $1 and year = $2 and path like 'tile/entries/%'`,
    key,
  );
  for (const { path } of rows) {
    const [, number, width] = /^tile\/entries\/(\d{3})(?:\.p\/(\d+))?$/.exec(path)!;
    const from = Number(number) * 256;
    const bytes = writeBundle(entries.slice(from, from + Number(width ?? 256)));
    await client.query('update log.file set bytes = $4 where organ_id = $1 and year = $2 and path = $3', [
      ...key,
      path,
      bytes,
    ]);
  }
}

const dropTail: Attack = {
  name: 'drop the tail',
  on: 'present',
  async commit(scene, copy, dice) {
    const victim = dice(scene.victims.length);
    const { documentId } = scene.victims[victim]!;
    const many = 1 + dice(4);
    if (dice(2) === 0) {
      return await rewrite(
        scene,
        copy,
        `the last ${many} acts of a document, and the log signed anew`,
        (history) => {
          const gone = new Set(history.acts.filter(({ chain }) => chain === documentId).slice(-many));
          history.acts = history.acts.filter((act) => !gone.has(act));
        },
      );
    }
    return await asSuperuser(copy.address, async (client) => {
      const { rows } = await client.query(
        'delete from event.entry where id in (select id from event.entry where chain = $1 order by seq desc limit $2) returning seq',
        [documentId, many],
      );
      const lost = rows.some(({ seq }) => Number(seq) <= scene.victims[victim]!.acts);
      return {
        told: `the last ${many} acts of a document, from the journal alone`,
        citizen: lost ? [victim] : [],
        auditor: true,
        mirror: undefined,
        window: false,
      };
    });
  },
};

const rebuild: Attack = {
  name: 'rebuild the whole chain',
  on: 'present',
  commit: (scene, copy, dice) =>
    rewrite(scene, copy, 'a body rewritten, every link, tile and signature made anew', (history) =>
      lie(dice, pick(dice, history.acts)),
    ),
};

const insertAct: Attack = {
  name: 'insert an act',
  on: 'present',
  commit: (scene, copy, dice) =>
    rewrite(scene, copy, 'an act that never was, among the others', (history) => {
      const at = dice(history.acts.length);
      const model = history.acts[at]!;
      const id = randomUUID();
      history.acts.splice(at, 0, { ...model, id, body: { ...model.body, id, salt: '1'.repeat(32) } });
    }),
};

const reorder: Attack = {
  name: 'turn two acts about',
  on: 'present',
  commit: (scene, copy, dice) =>
    rewrite(scene, copy, 'two neighbours in the log in the other order', (history) => {
      const at = dice(history.acts.length - 1);
      const [one, two] = history.acts.slice(at, at + 2);
      history.acts.splice(at, 2, two!, one!);
    }),
};

const twoHistories: Attack = {
  name: 'show two clients two histories',
  on: 'present',
  commit: (scene, copy, dice) =>
    rewrite(scene, copy, 'the same size, another past, shown to the second client', (history) => {
      const held = history.acts.slice(0, scene.witnessedSize - 1);
      lie(dice, pick(dice, held));
    }),
};

const rollBack: Attack = {
  name: 'roll back a backup',
  on: 'backup',
  async commit(scene, copy) {
    const size = await asSuperuser(copy.address, async (client) => {
      const { rows } = await client.query(
        'select max(size) as size from log.checkpoint where organ_id = $1 and year = $2',
        [scene.log.organId, scene.log.year],
      );
      return Number(rows[0].size);
    });
    return {
      told: `the database of before: ${size} records`,
      citizen: scene.victims.map((_, i) => i),
      auditor: true,
      mirror: size,
      window: false,
    };
  },
};

const signFor: Attack = {
  name: 'sign for a person who did not approve',
  on: 'present',
  commit: (scene, copy, dice) =>
    asSuperuser(copy.address, async (client) => {
      const history = await readHistory(client, scene.log);
      const signed = history.acts.filter(
        ({ kind, body }) => kind === 'documents.approved' && 'signature' in (body.data as object),
      );
      const model = pick(dice, signed);
      const way = dice(3);
      const id = randomUUID();
      const data: { [name: string]: CanonicalValue } = {
        ...(model.body.data as { [name: string]: CanonicalValue }),
        stepId: randomUUID(),
      };
      if (way === 0) {
        delete data.signature;
        data.unsigned = 'no-key';
      } else if (way === 1) {
        delete data.signature;
      }
      // The act stands at the end, as a true record of a false claim, logged in the ordinary way.
      history.acts.push({ ...model, id, body: { ...model.body, id, data, salt: '2'.repeat(32) } });
      await writeHistory(client, scene.log, scene.nodeKey, history);
      return {
        told: [
          'without a signature, claiming there is no key',
          'without a signature',
          'with the signature of another act',
        ][way]!,
        citizen: [],
        auditor: true,
        mirror: undefined,
        window: false,
        forgedOn: model.chain,
      };
    }),
};

/** All kinds. */
export const attacks: readonly Attack[] = [
  editRow,
  editBody,
  dropTail,
  rebuild,
  insertAct,
  reorder,
  twoHistories,
  rollBack,
  signFor,
];
