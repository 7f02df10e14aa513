import type { z } from 'zod';
import type { Calendar } from '../calendar/index.ts';
import type { Clock } from '../clock/index.ts';
import type { PlatformSettings } from '../config/index.ts';
import type { Database } from '../database/index.ts';
import type { Context, HttpServer, RouteRegistrar, SessionSource } from '../http/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Logger } from '../logging/index.ts';
import type { Metrics } from '../metrics/index.ts';
import type { BlobStore } from '../storage/index.ts';
import type { Services } from './services.ts';

/** Checks one action of one person in one post; throws `permissions.denied`. */
export type Authorise = (ctx: Context, action: string, thing?: { organId?: string }) => void;

/** Everything a module is handed. Nothing is reached by a global. */
export type Node = {
  /** The node's own folder; precious. Files of a module go under `<dataDir>/<module>`. */
  dataDir: string;
  settings: PlatformSettings;
  /** A module's own checked settings. */
  settingsOf<T>(module: { name: string; settings: z.ZodType<T> }): T;
  clock: Clock;
  calendar: Calendar;
  log: Logger;
  metrics: Metrics;
  db: Database;
  jobs: Jobs;
  blobs: BlobStore;
  services: Services;
  /** The one policy function. */
  authorise: Authorise;
  /** Address people and QR codes use, without a trailing slash. */
  publicUrl(): string;
  /** The file with the certificate of the node's own address, when it serves TLS itself. */
  tlsCertificatePath?: string | undefined;
  /** True when the demo world was seeded: every verdict and seal then says 演示无效. */
  demo(): boolean;
};

/** What a module plugs in; `main.ts` lists them. */
export type Module = {
  name: string;
  /** 1 to 4; see ARCHITECTURE.md. Migrations run and `start` is called floor by floor. */
  floor: 1 | 2 | 3 | 4;
  /** Folder of `NNNN-name.sql`, forward only: `new URL('./migrations/', import.meta.url)`. */
  migrations?: URL;
  /** Settings as a zod object; read from `YIWEN_<MODULE>_<KEY>` and `yiwen.json`. */
  settings?: z.ZodType;
  /** Action → roles that may do it, e.g. `{'documents.draft': ['clerk']}`. */
  permissions?: Record<string, readonly string[]>;
  routes?(app: RouteRegistrar, node: Node): void;
  jobs?(jobs: Jobs, node: Node): void;
  /** After migrations, before requests are taken; floor by floor. */
  start?(node: Node): Promise<void>;
  stop?(node: Node): Promise<void>;
  /** Only one module each: sign-in, and the policy function made from everybody's `permissions`. */
  sessions?(node: Node): SessionSource;
  authoriser?(permissions: ReadonlyMap<string, readonly string[]>): Authorise;
};

/** How a node is started. */
export type NodeOptions = {
  dataDir: string;
  /** PostgreSQL to use; the embedded one otherwise. */
  databaseUrl?: string;
  host: string;
  /** 0 takes a free port. */
  port: number;
  tls?: { certificatePath: string; keyPath: string };
  /** No demo world: ask for the first administrators. */
  empty: boolean;
  clock: Clock;
  /** Called once, on the first start of a node that is not empty. */
  demoSeed?: (node: Node) => Promise<void>;
  /** Environment to read settings from; `process.env` by default. */
  environment?: Record<string, string | undefined>;
  /** Folder of the built web client; `web/dist` by default. */
  webFolder?: string;
};

/** A node that runs. */
export type RunningNode = {
  node: Node;
  http: HttpServer;
  /** Listening address without a trailing slash. */
  url: string;
  /** Takes no more requests, lets running ones and jobs end, and stops the embedded database. */
  stop(): Promise<void>;
};
