import { z } from 'zod';
import { declareAct } from '../../platform/events/index.ts';

const state = {
  origin: z.string(),
  size: z.int(),
  /** Root of the tree, hexadecimal; likewise every digest here. */
  root: z.string(),
};

/** A signed state was put on a chain (`log.anchored` of the registry). */
export const logAnchored = declareAct({
  kind: 'log.anchored',
  version: 1,
  schema: z.object({
    ...state,
    noteSha256: z.string(),
    chain: z.string(),
    contract: z.string(),
    index: z.int(),
    tx: z.string().optional(),
    block: z.int().optional(),
    blockTime: z.int(),
  }),
  label: { zh: '日志存证上链', en: 'Log anchored' },
});

/** A time-stamp authority stamped the text of a signed state (`log.timestamped`). */
export const logTimestamped = declareAct({
  kind: 'log.timestamped',
  version: 1,
  schema: z.object({ ...state, tokenSha256: z.string(), time: z.int(), source: z.string() }),
  label: { zh: '日志加盖时间戳', en: 'Log time-stamped' },
});

/** Another witness policy came into force (`policy.changed`). */
export const policyChanged = declareAct({
  kind: 'log.policy-changed',
  version: 1,
  schema: z.object({
    sha256: z.string(),
    previous: z.string().optional(),
    witnesses: z.array(z.string()),
    isQuorumAsked: z.boolean(),
  }),
  label: { zh: '见证策略变更', en: 'Witness policy changed' },
});

const aboutDocument = z.object({
  /** On what decision or rule it rests. */
  basis: z.string().optional(),
  /** SHA-256 of what was archived, destroyed or taken out, hexadecimal. */
  sha256: z.string().optional(),
  note: z.string().optional(),
});

/*
 * Events of the registry whose modules are still to come. They are declared here so that the registry is whole and a log
 * of today can be read by the programs of tomorrow; whoever does these things records them under these names.
 */
for (const [kind, zh, en] of [
  ['doc.archived', '归档', 'Archived'],
  ['doc.revoked', '撤销、废止', 'Revoked'],
  ['doc.destroyed', '清退、销毁', 'Destroyed'],
  ['doc.exported', '打印、下载', 'Taken out'],
] as const) {
  declareAct({ kind, version: 1, schema: aboutDocument, label: { zh, en } });
}
