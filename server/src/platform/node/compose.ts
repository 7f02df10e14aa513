/** Puts a node together from its modules and starts it; the order here is the order of ARCHITECTURE.md. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { type CalendarDay, makeCalendar } from '../calendar/index.ts';
import { readSettings, type Settings } from '../config/index.ts';
import {
  type DatabaseAddress,
  type MigrationFolder,
  type OpenDatabase,
  openDatabase,
  platformMigrations,
  prepareDatabase,
  readMigrations,
} from '../database/index.ts';
import { makeHttp } from '../http/index.ts';
import { openJobs, prepareJobs } from '../jobs/index.ts';
import { makeLogger } from '../logging/index.ts';
import { makeMetrics } from '../metrics/index.ts';
import { localFolder, s3Bucket } from '../storage/index.ts';
import { healthRoutes } from './health-routes.ts';
import type { Module, Node, NodeOptions, RunningNode } from './node.ts';
import { placeDatabase } from './place-database.ts';
import { clearBrokenSeeding, isDemo, seedOnce } from './seeding.ts';
import { makeServices } from './services.ts';

const builtWeb = fileURLToPath(new URL('../../../../web/dist', import.meta.url));

/** Starts a node of the given modules. Throws `SettingsError` with all faults, or the reason it cannot start. */
export async function composeNode(options: NodeOptions, modules: readonly Module[]): Promise<RunningNode> {
  const floors = [...modules].sort((a, b) => a.floor - b.floor);
  const environment = options.environment ?? process.env;
  const settings = readSettings(floors, environment, join(options.dataDir, 'yiwen.json'));
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const undo: (() => Promise<void> | void)[] = [];
  try {
    return await start(options, floors, settings, undo);
  } catch (error) {
    for (const step of undo.reverse()) {
      await step();
    }
    throw error;
  }
}

async function start(
  options: NodeOptions,
  floors: readonly Module[],
  settings: Settings,
  undo: (() => Promise<void> | void)[],
): Promise<RunningNode> {
  const log = makeLogger(settings.platform.logLevel, () => options.clock.now());
  const metrics = makeMetrics();
  const place = await placeDatabase(options);
  undo.push(() => place.release());
  if (await clearBrokenSeeding(place.address)) {
    forgetFiles(options, floors);
  }
  await prepare(place.address, floors);
  let closing = false;
  const db = openDatabase(place.address, (error) => {
    // A connection the server ends while the pools are being closed is no news.
    log[closing ? 'debug' : 'warn']({ error: String(error) }, 'database connection');
  });
  undo.push(() => {
    closing = true;
    return db.close();
  });
  const jobs = openJobs(place.address, log, settings.platform.timeZone);
  const blobs = blobStore(options, settings);
  const services = makeServices();
  const permissions = collectPermissions(floors);
  const authorise = only(floors, 'authoriser').authoriser!(permissions);
  // Known before listening, so that addresses printed into the demo's papers are the ones it will answer at.
  let url = addressOf(options);
  let demo = await isDemo(db);

  const node: Node = {
    dataDir: options.dataDir,
    settings: settings.platform,
    settingsOf: (module) => settings.modules.get(module.name) as never,
    clock: options.clock,
    calendar: makeCalendar(await calendarDays(db)),
    log,
    metrics,
    db,
    jobs,
    blobs,
    services,
    authorise,
    publicUrl: () => settings.platform.publicUrl?.replace(/\/$/, '') ?? url,
    tlsCertificatePath: options.tls?.certificatePath,
    demo: () => demo,
  };
  const http = await makeHttp({
    clock: options.clock,
    log,
    metrics,
    sessions: only(floors, 'sessions').sessions!(node),
    authorise,
    tls: options.tls,
    publicUrl: settings.platform.publicUrl,
    requestsPerMinute: settings.platform.requestsPerMinute,
    limitRates: settings.platform.limitRates,
    trustProxy: settings.platform.trustProxy,
    webFolder: options.webFolder ?? builtWeb,
  });
  undo.push(() => http.close());
  let ready = false;
  healthRoutes(http, node, { ready: () => ready, db, jobs });
  for (const module of floors) {
    module.routes?.(http.registrar(module.name), node);
    module.jobs?.(jobs, node);
  }
  await jobs.open();
  undo.push(() => jobs.stop());
  for (const module of floors) {
    await module.start?.(node);
    undo.push(() => module.stop?.(node));
  }
  await jobs.start({ alone: place.alone });
  await seedOnce(db, options, async () => {
    demo = true;
    await options.demoSeed!(node);
  });
  url = await http.listen(options.host, options.port);
  ready = true;
  return { node, http, url, stop: () => stop(undo) };
}

/** Where the modules keep their migrations, floor by floor. */
export function migrationFolders(modules: readonly Module[]): MigrationFolder[] {
  return [...modules]
    .sort((a, b) => a.floor - b.floor)
    .filter((module) => module.migrations)
    .map((module) => ({ module: module.name.replaceAll('-', '_'), folder: module.migrations! }));
}

async function prepare(address: DatabaseAddress, floors: readonly Module[]): Promise<void> {
  await prepareDatabase(
    address,
    readMigrations([platformMigrations, ...migrationFolders(floors)]),
    prepareJobs,
  );
}

async function stop(undo: (() => Promise<void> | void)[]): Promise<void> {
  let first: unknown;
  for (const step of undo.splice(0).reverse()) {
    try {
      await step();
    } catch (error) {
      first ??= error;
    }
  }
  if (first) {
    throw first;
  }
}

function blobStore(options: NodeOptions, settings: Settings): Node['blobs'] {
  const { s3Endpoint, s3Bucket: bucket, s3AccessKey, s3SecretKey, s3Region } = settings.platform;
  return s3Endpoint && bucket && s3AccessKey && s3SecretKey
    ? s3Bucket({
        endpoint: s3Endpoint,
        bucket,
        region: s3Region,
        accessKey: s3AccessKey,
        secretKey: s3SecretKey,
      })
    : localFolder(join(options.dataDir, 'files'));
}

/** Removes what the modules of an unfinished demonstration left in the data folder; nobody has seen any of it. */
function forgetFiles(options: NodeOptions, modules: readonly Module[]): void {
  for (const folder of ['files', 'trust', ...modules.map((module) => module.name)]) {
    rmSync(join(options.dataDir, folder), { recursive: true, force: true });
  }
}

/** Everybody's table of actions in one; an action declared by two modules is a fault of composition. */
export function collectPermissions(modules: readonly Module[]): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, readonly string[]>();
  for (const module of modules) {
    for (const [action, roles] of Object.entries(module.permissions ?? {})) {
      if (table.has(action)) {
        throw new Error(`action ${action} is declared by two modules`);
      }
      table.set(action, roles);
    }
  }
  return table;
}

/** The module that provides a hook only one may provide. */
function only(modules: readonly Module[], hook: 'sessions' | 'authoriser'): Module {
  const found = modules.filter((module) => module[hook]);
  if (found.length !== 1) {
    throw new Error(`exactly one module must provide ${hook}; found ${found.length}`);
  }
  return found[0]!;
}

async function calendarDays(db: OpenDatabase): Promise<CalendarDay[]> {
  const { rows } = await db.asPublic((tx) =>
    sql<CalendarDay>`select day, working, name from platform.calendar_day`.execute(tx),
  );
  return rows;
}

function addressOf(options: NodeOptions): string {
  const host = options.host === '127.0.0.1' || options.host === '::1' ? 'localhost' : options.host;
  const shown = host.includes(':') ? `[${host}]` : host;
  return `${options.tls ? 'https' : 'http'}://${shown}${options.port === 0 ? '' : `:${options.port}`}`;
}
