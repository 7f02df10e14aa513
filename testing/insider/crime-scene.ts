/**
 * An office with everything an insider could want to change: documents in every state, a log that a witness has cosigned, a
 * tail that it has not, a backup from before. The node is stopped; attacks work on copies of its database with all rights
 * and all keys.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrustList } from '@yiwen/trust/certificates';
import { sha256, utf8 } from '@yiwen/trust/crypto';
import { buildEvidence, type EvidenceReport, verifyEvidence } from '@yiwen/trust/evidence';
import {
  CHECKPOINT_PATH,
  cosigner,
  noteVerifier,
  openCheckpoint,
  type Policy,
  readNote,
  readPolicy,
  signNote,
  type TileSource,
  tileSource,
  writeNote,
  writeVkey,
} from '@yiwen/trust/log';
import pg from 'pg';
import { modules } from '../../server/src/main.ts';
import { authorityService } from '../../server/src/modules/authority/index.ts';
import { gatherEvidence } from '../../server/src/modules/evidence/gather.ts';
import { databaseStore } from '../../server/src/modules/log/database-store.ts';
import { logService } from '../../server/src/modules/log/index.ts';
import { makeLogService } from '../../server/src/modules/log/log-service.ts';
import { type LogRow, lastSigned } from '../../server/src/modules/log/store.ts';
import { keepPolicy, keepWitnessed } from '../../server/src/modules/log/witness-store.ts';
import { paperService } from '../../server/src/modules/paper/index.ts';
import {
  clientOptions,
  createDatabase,
  type DatabaseAddress,
  type OpenDatabase,
  openDatabase,
} from '../../server/src/platform/database/index.ts';
import { composeNode, type Node } from '../../server/src/platform/node/index.ts';
import { startOffice, type TestOffice } from '../journey/test-office.ts';

/** A document, its matter, and the package a citizen was given before anything happened. */
export type Victim = {
  documentId: string;
  matterId: string;
  organId: string;
  kept: Uint8Array;
  acts: number;
};

/** What stands before the attacks. */
export type CrimeScene = {
  readonly node: Node;
  readonly trust: TrustList;
  readonly policy: Policy;
  readonly victims: readonly Victim[];
  /** The organ attacked and its log. */
  readonly log: LogRow;
  /** Newest checkpoints the witness has cosigned, one of each log, as the witness keeps them. */
  readonly witnessed: ReadonlyMap<string, Uint8Array>;
  readonly witnessedSize: number;
  /** What a mirror copied when the witness cosigned, and its size, by origin. */
  readonly mirrors: ReadonlyMap<string, { source: TileSource; size: number }>;
  /** Acts after the witnessed checkpoint, and the seconds they reach back. */
  readonly window: { acts: number; seconds: number };
  /** The office as it is, and as it was in an old backup. */
  readonly present: DatabaseAddress;
  readonly backup: DatabaseAddress;
  readonly nodeKey: Uint8Array;
  stop(): Promise<void>;
};

const witness = (now: number) => cosigner('w.county.test', sha256(utf8('the county’s witness')), () => now);

/** Sets the scene; takes about twenty seconds. */
export async function setScene(): Promise<CrimeScene> {
  const office = await startOffice({ personalKeys: true });
  const { test } = office;
  const sealed = await office.sealed('测试镇人民政府关于做好冬季防火工作的通知');
  // A copy needs the database to itself: the node is stopped for it, and goes on at the same address.
  await test.running.stop();
  const backup = await snapshot(test.database, 'backup');
  const running = await composeNode(
    {
      dataDir: test.node.dataDir,
      databaseUrl: urlOf(test.database),
      host: '127.0.0.1',
      port: Number(new URL(test.url).port),
      empty: true,
      clock: test.clock,
      environment: { YIWEN_LOG_LEVEL: 'fatal', YIWEN_LIMIT_RATES: 'false' },
    },
    modules,
  );
  const { node } = running;
  test.clock.advance(60_000);
  await office.act('clerk', sealed, 'release');
  const numbered = await office.numbered('测试镇人民政府关于做好防汛工作的通知');
  await allLogged(node);
  const policyLines = `witness w ${writeVkey(witness(0).vkey)}\nquorum w\n`;
  const logs = await node.services.get(logService).logs();
  const policy = readPolicy(`${logs.map(({ vkey }) => `log ${vkey}\n`).join('')}${policyLines}`);
  const witnessed = new Map<string, Uint8Array>();
  const mirrors = new Map<string, { source: TileSource; size: number }>();
  for (const log of logs) {
    witnessed.set(log.origin, await cosign(node, log, policyLines));
    mirrors.set(log.origin, await mirror(node, log, witnessed.get(log.origin)!));
  }
  const trust = await node.services.get(authorityService).trust();
  const victims: Victim[] = [];
  for (const matterId of [sealed, numbered]) {
    victims.push(await victimOf(office, node, matterId, { trust, policy }));
  }
  const log = logs.find(({ organId }) => organId === test.organ.id)!;
  const size = openCheckpoint(witnessed.get(log.origin)!, noteVerifier(log.vkey)).size;
  const cosignedAt = node.clock.now().getTime();
  test.clock.advance(95_000);
  await office.act('clerk', numbered, 'seal').catch(() => undefined);
  await office.numbered('测试镇人民政府关于清明祭扫的通知');
  await allLogged(node);
  const tail = await tailOf(node, log, size);
  const nodeKey = new Uint8Array(await readFile(join(node.dataDir, 'log', 'node-key')));
  await running.stop();
  const present = await snapshot(test.database, 'present');
  return {
    node,
    trust,
    policy,
    victims,
    log,
    witnessed,
    witnessedSize: size,
    mirrors,
    window: { acts: tail, seconds: Math.round((node.clock.now().getTime() - cosignedAt) / 1000) },
    present,
    backup,
    nodeKey,
    async stop() {
      await drop(present);
      await drop(backup);
      await test.stop().catch(() => undefined);
    },
  };
}

async function allLogged(node: Node): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const waiting = await node.db.asSequencer((tx) =>
      tx.selectFrom('event.entry').select('id').where('log_index', 'is', null).limit(1).execute(),
    );
    if (waiting.length === 0) {
      return;
    }
    node.services.get(logService).nudge();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the acts were not logged within half a minute');
}

/** The county's witness cosigns what the log shows now; the node keeps the cosigned note. */
async function cosign(node: Node, log: LogRow, policy: string): Promise<Uint8Array> {
  const at = node.clock.now();
  const signed = (await node.db.asSequencer((tx) => lastSigned(tx, log)))!;
  const { text, signatures } = readNote(signed.note);
  const [line] = readNote(await signNote(text, [witness(Math.floor(at.getTime() / 1000))])).signatures;
  const note = writeNote({ text, signatures: [...signatures, line!] });
  await node.db.asSequencer(async (tx) => {
    await keepPolicy(tx, sha256(utf8(policy)), policy, at);
    await keepWitnessed(tx, log, { size: signed.size, note, reachedAt: at, policy: sha256(utf8(policy)) });
  });
  return note;
}

/** Everything of the log, copied. */
async function mirror(
  node: Node,
  log: LogRow,
  note: Uint8Array,
): Promise<{ source: TileSource; size: number }> {
  const store = databaseStore(node.db, log);
  const files = new Map<string, Uint8Array>();
  for (const path of await store.list!()) {
    files.set(path, (await store.read(path))!);
  }
  files.set(CHECKPOINT_PATH, note);
  return {
    source: tileSource(async (path) => files.get(path)),
    size: openCheckpoint(note, noteVerifier(log.vkey)).size,
  };
}

async function victimOf(
  office: TestOffice,
  node: Node,
  matterId: string,
  { trust, policy }: { trust: TrustList; policy: Policy },
): Promise<Victim> {
  const { organ } = office.test;
  const documentId = await office.documentOf(matterId);
  const kept = await packageFrom(node, organ.id, documentId);
  const report = verifyEvidence(kept, { trust, policy, now: node.clock.now().getTime() });
  if (report.verdict !== 'valid') {
    throw new Error(
      `the package made before is ${report.verdict}: ${JSON.stringify(report.findings.slice(0, 5))}`,
    );
  }
  return { documentId, matterId, organId: organ.id, kept, acts: report.acts.length };
}

async function tailOf(node: Node, log: LogRow, size: number): Promise<number> {
  return (await node.db.asSequencer((tx) => lastSigned(tx, log)))!.size - size;
}

/** A package as this database would give it out. */
export async function packageFrom(node: Node, organId: string, documentId: string): Promise<Uint8Array> {
  const parts = await node.db.asOrgan({ organId }, (tx) =>
    gatherEvidence(tx, node, documentId, node.clock.now()),
  );
  return buildEvidence(parts).zip;
}

/** The report on a package by the verifier's policy. */
export function judge(scene: CrimeScene, zip: Uint8Array): EvidenceReport {
  return verifyEvidence(zip, {
    trust: scene.trust,
    policy: scene.policy,
    now: scene.node.clock.now().getTime() + 60_000,
  });
}

/** A copy of a database that can be opened like the node's own, with what the node would do on it. */
export type Copy = { db: OpenDatabase; node: Node; address: DatabaseAddress; drop(): Promise<void> };

let copies = 0;

/** Copies a database and opens it. */
export async function copyOf(scene: CrimeScene, from: DatabaseAddress): Promise<Copy> {
  copies += 1;
  const address = { ...from, database: `${from.database}_${process.pid}_${copies}` };
  await createDatabase(address, { template: from.database });
  const db = openDatabase(address, () => undefined, { app: 4, jobs: 3, sequencer: 3 });
  const overlay = makeLogService(
    db,
    (name) => databaseStore(db, name),
    () => undefined,
    {
      policy: async () => undefined,
      witnessing: async () => undefined,
      keepOutside: async () => undefined,
      stampWith: () => undefined,
    },
  );
  const { services } = scene.node;
  // What would ask the stopped node's database.
  const offline = new Map<string, unknown>([
    [logService.name, overlay],
    [paperService.name, { keyList: async () => [] }],
    [
      authorityService.name,
      {
        trust: async () => scene.trust,
        revocation: async () => ({ crls: [], ocsps: [] }),
        validationDataOf: async () => [],
      },
    ],
  ]);
  const node: Node = {
    ...scene.node,
    db,
    services: {
      ...services,
      get: ((key) => offline.get(key.name) ?? services.get(key)) as typeof services.get,
    },
  };
  return {
    db,
    node,
    address,
    async drop() {
      await db.close();
      await drop(address);
    },
  };
}

/** Runs statements as the superuser, past every trigger and policy. */
export async function asSuperuser<T>(
  address: DatabaseAddress,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(clientOptions(address));
  await client.connect();
  try {
    await client.query("set session_replication_role = 'replica'");
    return await work(client);
  } finally {
    await client.end();
  }
}

async function snapshot(of: DatabaseAddress, name: string): Promise<DatabaseAddress> {
  const address = { ...of, database: `${of.database}_${name}` };
  for (let tries = 0; ; tries++) {
    try {
      await createDatabase(address, { template: of.database });
      return address;
    } catch (error) {
      // Connections of the stopped node end in their own time.
      if (tries > 100) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** A database on the socket of the tests' cluster, as an address. */
export function urlOf({ host, port, user, database }: DatabaseAddress): string {
  return `postgres://${user}@localhost/${database}?${new URLSearchParams({ host, port: String(port) })}`;
}

async function drop(address: DatabaseAddress): Promise<void> {
  await asSuperuser({ ...address, database: 'postgres' }, (client) =>
    client.query(`drop database if exists ${pg.escapeIdentifier(address.database)} with (force)`),
  );
}
