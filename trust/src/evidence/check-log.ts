/**
 * Parts 3, 6, 7 and 8: proofs against checkpoints that the verifier's policy accepts, checkpoints against each other, what
 * stands over them (time-stamps, anchors), and from all of it the interval in which each act was logged.
 */

import type { TrustList } from '@yiwen/trust/certificates';
import { equalBytes, hex, sha256, utf8 } from '@yiwen/trust/crypto';
import {
  checkConsistency,
  checkProof,
  cosignatureTime,
  LogError,
  noteVerifier,
  type OpenedCheckpoint,
  openCheckpoint,
  type Policy,
  readNote,
  readProof,
  satisfies,
} from '@yiwen/trust/log';
import { judgeTimeStamp } from '@yiwen/trust/signatures';
import type { CheckedAct } from './check-acts.ts';
import { readLink } from './checkpoint-link.ts';
import type { Findings } from './findings.ts';
import type { PackageFile } from './read-package.ts';
import type { Interval } from './report.ts';

/** A signed state of a log: what the verifier may build on it. */
export type CheckedState = {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** Whether the policy's witnesses have cosigned it. */
  witnessed: boolean;
  /** POSIX seconds by which the policy was satisfied, of the witnesses that count. */
  cosigned: number | undefined;
  /** Unix ms of a trusted time-stamp over it. */
  stamped: number | undefined;
};

/** What the log shows of one act. */
export type LoggedAct = { readonly index: number; readonly origin: string; readonly logged: Interval };

/** What is checked with. `hasWitnesses`: the policy asks for a quorum at all. */
export type LogCheckOptions = {
  readonly policy: Policy;
  readonly trust: TrustList | undefined;
  readonly now: number;
};

/** Checks everything of the log in the package; answers what it shows of each act, by the act's name. */
export function checkLog(
  acts: readonly CheckedAct[],
  files: readonly PackageFile[],
  options: LogCheckOptions,
  findings: Findings,
): Map<string, LoggedAct> {
  const states = new States(options.policy, findings);
  for (const file of files) {
    if (file.path.endsWith('.checkpoint')) {
      states.take(file.bytes, file.path);
    }
  }
  const indexed = new Map<string, { index: number; origin: string }>();
  for (const act of acts) {
    const found = checkActProof(act, options.policy, states, findings);
    if (found !== undefined) {
      indexed.set(act.name, found);
    }
  }
  states.link(files.filter(({ path }) => path.endsWith('.consistency')));
  checkStamps(files, states, options, findings);
  checkAnchors(files, findings);
  return new Map([...indexed].map(([name, place]) => [name, { ...place, logged: states.intervalOf(place) }]));
}

function checkActProof(
  act: CheckedAct,
  policy: Policy,
  states: States,
  findings: Findings,
): { index: number; origin: string } | undefined {
  const place = act.name;
  if (act.proof === undefined) {
    findings.unproven(3, 'proof-missing', '没有证明该条目在日志中（可能还没有进入已签名的检查点）', {
      place,
    });
    return undefined;
  }
  const strict = checkProof(act.proof, act.entry, policy);
  const check =
    strict.ok || strict.fault !== 'policy-not-satisfied'
      ? strict
      : checkProof(act.proof, act.entry, { ...policy, quorum: undefined });
  if (check.ok) {
    if (!strict.ok || policy.quorum === undefined) {
      findings.unproven(3, 'not-witnessed', '日志的检查点没有足够的见证者联署，只有出具方自己的签名', {
        place,
      });
    }
    states.take(readProof(act.proof).checkpoint, place);
    return { index: check.index, origin: check.checkpoint.origin };
  }
  const { fault, reason: evidence } = check;
  if (fault === 'origin-unknown') {
    findings.unproven(3, 'log-unknown', '您的策略里没有这本日志的公钥，无法核对', { place, evidence });
  } else if (fault === 'entry-not-in-log') {
    findings.changed(3, 'entry-not-in-log', '该条目不在签名的日志里', { place, evidence });
  } else if (fault === 'proof-malformed') {
    findings.damaged(3, 'proof-malformed', '日志证明读不懂', { place, evidence });
  } else {
    findings.changed(3, 'checkpoint-refused', '日志检查点的签名不对', { place, evidence });
  }
  return undefined;
}

/** The signed states met so far, one for each origin and size. */
class States {
  readonly #policy: Policy;
  readonly #findings: Findings;
  readonly #states = new Map<string, CheckedState>();

  constructor(policy: Policy, findings: Findings) {
    this.#policy = policy;
    this.#findings = findings;
  }

  /** Opens a checkpoint and keeps its state. Two states of one size mean two histories. */
  take(note: Uint8Array, place: string): CheckedState | undefined {
    const opened = this.#open(note, place);
    if (opened === undefined) {
      return undefined;
    }
    const { origin, size, root } = opened;
    const known = this.#states.get(`${origin} ${size}`);
    if (known !== undefined && !equalBytes(known.root, root)) {
      this.#findings.changed(
        6,
        'two-histories',
        '同一本日志在同一大小有两个不同的根：对不同的人出示了不同的历史',
        {
          place,
        },
      );
      return undefined;
    }
    const { witnessed, cosigned } = witnessesOf(this.#policy, opened);
    const state = known ?? { origin, size, root, witnessed: false, cosigned: undefined, stamped: undefined };
    state.witnessed ||= witnessed;
    state.cosigned = earliest(state.cosigned, cosigned);
    this.#states.set(`${origin} ${size}`, state);
    return state;
  }

  #open(note: Uint8Array, place: string): OpenedCheckpoint | undefined {
    this.#findings.present(6);
    try {
      const origin = readNote(note).text.split('\n', 1)[0];
      const keys = this.#policy.logs.filter((key) => key.name === origin);
      const witnesses = this.#policy.witnesses.flatMap((key) => (key.type === 4 ? [noteVerifier(key)] : []));
      if (keys.length === 0) {
        this.#findings.unproven(6, 'log-unknown', '您的策略里没有这本日志的公钥，检查点无法核对', { place });
        return undefined;
      }
      return openWithAny(note, keys.map(noteVerifier), witnesses);
    } catch (error) {
      if (error instanceof LogError) {
        const evidence = error.message;
        this.#findings.changed(6, 'checkpoint-refused', '检查点的签名或格式不对', { place, evidence });
        return undefined;
      }
      throw error;
    }
  }

  /** Each link must hold between two states of the package; afterwards every state must lead to the newest of its log. */
  link(files: readonly PackageFile[]): void {
    const reached = new Map<string, Set<string>>();
    for (const { path: place, bytes } of files) {
      this.#findings.present(6);
      const link = readLink(bytes);
      const from = link && this.#states.get(`${link.origin} ${link.from}`);
      const to = link && this.#states.get(`${link.origin} ${link.to}`);
      if (link === undefined) {
        this.#findings.damaged(6, 'consistency-malformed', '一致性证明读不懂', { place });
      } else if (from === undefined || to === undefined) {
        this.#findings.unproven(6, 'consistency-of-nothing', '一致性证明所说的检查点不在包里', { place });
      } else if (
        checkConsistency(
          sha256,
          { oldSize: from.size, oldRoot: from.root, newSize: to.size, newRoot: to.root },
          link.hashes,
        )
      ) {
        const key = `${link.origin} ${link.to}`;
        reached.set(key, (reached.get(key) ?? new Set()).add(`${link.origin} ${link.from}`));
      } else {
        this.#findings.changed(6, 'history-rewritten', '较早的检查点不是较新检查点的开头：历史被改写过', {
          place,
        });
      }
    }
    this.#checkReach(reached);
  }

  #checkReach(reached: ReadonlyMap<string, ReadonlySet<string>>): void {
    const origins = new Set([...this.#states.values()].map(({ origin }) => origin));
    for (const origin of origins) {
      const ofLog = [...this.#states.entries()].filter(([, state]) => state.origin === origin);
      const [newest] = ofLog.sort((a, b) => b[1].size - a[1].size)[0]!;
      const seen = new Set([newest]);
      for (const key of seen) {
        for (const earlier of reached.get(key) ?? []) {
          seen.add(earlier);
        }
      }
      for (const [key, state] of ofLog) {
        if (!seen.has(key)) {
          state.witnessed = false;
          const evidence = `size ${state.size}`;
          this.#findings.unproven(6, 'checkpoint-unlinked', '没有证明这个检查点通向最新的检查点', {
            evidence,
          });
        }
      }
    }
  }

  /** The state signed in a note, if it was taken. */
  of(note: Uint8Array): CheckedState | undefined {
    try {
      const [origin, size] = readNote(note).text.split('\n', 2);
      return this.#states.get(`${origin} ${size}`);
    } catch {
      return undefined;
    }
  }

  /**
   * After the newest witnessed state that does not hold the entry yet, until the oldest that does. Witnesses bear both
   * ends out; a time-stamp the later one; otherwise there is only the issuer's word.
   */
  intervalOf({ index, origin }: { index: number; origin: string }): Interval {
    const ofLog = [...this.#states.values()].filter((state) => state.origin === origin);
    const times = (wanted: boolean, pick: (state: CheckedState) => number | undefined): number[] =>
      ofLog.flatMap((state) => (state.size > index === wanted ? (pick(state) ?? []) : []));
    const cosigned = (state: CheckedState): number | undefined =>
      state.witnessed && state.cosigned !== undefined ? state.cosigned * 1000 : undefined;
    const holds = times(true, cosigned);
    const stamps = times(true, (state) => state.stamped);
    const before = times(false, cosigned);
    const until = [...holds, ...stamps];
    if (until.length === 0) {
      return { by: 'issuer' };
    }
    return {
      ...(before.length === 0 ? {} : { after: iso(Math.max(...before)) }),
      until: iso(Math.min(...until)),
      by: holds.length > 0 ? 'witnesses' : 'time-stamp',
    };
  }
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

/** Whether the quorum is met, and the moment by which it was: the latest of the earliest cosignatures that meet it. */
function witnessesOf(
  policy: Policy,
  opened: OpenedCheckpoint,
): { witnessed: boolean; cosigned: number | undefined } {
  if (policy.quorum === undefined || !satisfies(policy, opened.verified)) {
    return { witnessed: false, cosigned: undefined };
  }
  const lines = opened.verified
    .filter((line) => policy.witnesses.some((key) => key.name === line.name && key.keyId === line.keyId))
    .map((line) => ({ line, time: cosignatureTime(line.signature) ?? 0 }))
    .filter(({ time }) => time > 0 && time < 253_402_300_800)
    .sort((a, b) => a.time - b.time);
  for (const [i, { time }] of lines.entries()) {
    if (
      satisfies(
        policy,
        lines.slice(0, i + 1).map(({ line }) => line),
      )
    ) {
      return { witnessed: true, cosigned: time };
    }
  }
  return { witnessed: true, cosigned: undefined };
}

function openWithAny(
  note: Uint8Array,
  keys: readonly ReturnType<typeof noteVerifier>[],
  others: readonly ReturnType<typeof noteVerifier>[],
): OpenedCheckpoint {
  let failure: unknown;
  for (const key of keys) {
    try {
      return openCheckpoint(note, key, others);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** Tokens over the text of a checkpoint of the package, which cosignatures added later do not change, or over a file. */
function checkStamps(
  files: readonly PackageFile[],
  states: States,
  { trust, now }: LogCheckOptions,
  findings: Findings,
): void {
  for (const { path: place, bytes, about } of files) {
    if (!place.startsWith('7-') || !place.endsWith('.tsr')) {
      continue;
    }
    findings.present(7);
    const stamped = files.find(({ path }) => path === about);
    if (stamped === undefined) {
      findings.damaged(7, 'time-stamp-of-nothing', '时间戳所盖的检查点或文件不在包里', { place });
      continue;
    }
    const judged = judgeTimeStamp(bytes, stampedBytes(stamped), trust, { now });
    if (judged.status === 'bad') {
      findings.changed(7, 'time-stamp-bad', '时间戳不成立，或不是盖在这个检查点或文件上的', { place });
    } else if (judged.status === 'untrusted') {
      findings.unproven(7, 'time-stamp-untrusted', '时间戳完好，但签发机构不在您的信任名单上', { place });
    } else {
      const state = states.of(stamped.bytes);
      if (state !== undefined) {
        state.stamped = earliest(state.stamped, judged.time);
      }
    }
  }
}

function stampedBytes({ path, bytes }: PackageFile): Uint8Array {
  if (!path.endsWith('.checkpoint')) {
    return bytes;
  }
  try {
    return utf8(readNote(bytes).text);
  } catch {
    return bytes;
  }
}

/** What an anchor's receipt says can only be compared with the chain itself; here it must name its checkpoint. */
function checkAnchors(files: readonly PackageFile[], findings: Findings): void {
  for (const { path: place, bytes, about } of files) {
    if (!place.startsWith('8-')) {
      continue;
    }
    findings.present(8);
    const anchored = files.find(({ path }) => path === about);
    const root = anchored === undefined ? undefined : rootIn(anchored.bytes);
    const text = new TextDecoder().decode(bytes).toLowerCase();
    if (root === undefined || !text.includes(root)) {
      findings.changed(8, 'anchor-of-another', '存证回执所载的根不是这个检查点的根', { place });
    } else {
      findings.note(8, 'anchor-not-looked-up', '存证回执与检查点相符；链上是否确有此记录，要到链上查', {
        place,
      });
    }
  }
}

function rootIn(note: Uint8Array): string | undefined {
  try {
    const root = readNote(note).text.split('\n')[2] ?? '';
    return hex(Uint8Array.from(atob(root), (char) => char.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
