/**
 * Policy files (C2SP tlog-policy): which logs are accepted and which witnesses must have cosigned. A verifier ships with
 * its policy and never takes it from a proof.
 */

import { hex } from '../crypto/index.ts';
import { LogError } from './log-error.ts';
import { KEY_TYPE, readVkey, type Vkey } from './vkey.ts';

/** A witness, or a group of which `threshold` members must be satisfied. */
export type QuorumRule =
  | { readonly kind: 'witness'; readonly vkey: Vkey }
  | { readonly kind: 'group'; readonly threshold: number; readonly members: readonly QuorumRule[] };

/** A parsed policy. `quorum` is undefined when no cosignature is asked for (`quorum none`). */
export type Policy = {
  readonly logs: readonly Vkey[];
  readonly witnesses: readonly Vkey[];
  readonly quorum: QuorumRule | undefined;
  /** Addresses named on the lines of logs and witnesses, without a trailing slash. */
  readonly urls?: ReadonlyMap<Vkey, string>;
};

const MAX_POLICY_LINES = 1000;

/** Reads a policy. @throws LogError `policy-malformed`, with the line, or `key-malformed` */
export function readPolicy(text: string): Policy {
  const lines = text.split('\n');
  if (lines.length > MAX_POLICY_LINES) {
    throw new LogError('policy-malformed', `more than ${MAX_POLICY_LINES} lines`);
  }
  const draft = new PolicyDraft();
  for (const [i, line] of lines.entries()) {
    const words = line.split(/[ \t\r]+/).filter((word) => word !== '');
    if (words.length > 0 && !words[0]!.startsWith('#')) {
      try {
        draft.take(words);
      } catch (error) {
        const reason = error instanceof LogError ? error.message : String(error);
        throw new LogError('policy-malformed', `line ${i + 1}: ${reason}`);
      }
    }
  }
  return draft.finish();
}

/**
 * Whether the witnesses whose cosignatures were verified satisfy the policy. Counted by distinct key of the policy, not
 * by line.
 */
export function satisfies(policy: Policy, cosigned: readonly { name: string; keyId: string }[]): boolean {
  const isSatisfied = (rule: QuorumRule): boolean =>
    rule.kind === 'witness'
      ? cosigned.some((line) => line.name === rule.vkey.name && line.keyId === rule.vkey.keyId)
      : rule.members.filter(isSatisfied).length >= rule.threshold;
  return policy.quorum === undefined || isSatisfied(policy.quorum);
}

/** Collects the lines of a policy; names must be defined above their use and used in one group only. */
class PolicyDraft {
  readonly #logs: Vkey[] = [];
  readonly #witnesses: Vkey[] = [];
  readonly #rules = new Map<string, QuorumRule>();
  readonly #grouped = new Set<string>();
  readonly #keys = new Set<string>();
  readonly #urls = new Map<Vkey, string>();
  #quorum: { rule: QuorumRule | undefined } | undefined;

  take(words: readonly string[]): void {
    const [keyword, name, ...rest] = words;
    if (keyword === 'log' && name !== undefined && rest.length <= 1) {
      this.#takeLog(readVkey(name), rest[0]);
    } else if (keyword === 'witness' && name !== undefined && (rest.length === 1 || rest.length === 2)) {
      this.#takeWitness(name, readVkey(rest[0]!), rest[1]);
    } else if (keyword === 'group' && name !== undefined && rest.length >= 2) {
      this.#takeGroup(name, rest[0]!, rest.slice(1));
    } else if (keyword === 'quorum' && name !== undefined && rest.length === 0) {
      this.#takeQuorum(name);
    } else {
      refuse('unknown or incomplete line');
    }
  }

  finish(): Policy {
    if (this.#quorum === undefined) {
      throw new LogError('policy-malformed', 'no quorum line');
    }
    return {
      logs: this.#logs,
      witnesses: this.#witnesses,
      quorum: this.#quorum.rule,
      urls: this.#urls,
    };
  }

  #takeUrl(vkey: Vkey, url: string | undefined): void {
    if (url === undefined) {
      return;
    }
    if (!/^https?:\/\/[^\s]+$/.test(url)) {
      refuse('an address begins with http:// or https://');
    }
    this.#urls.set(vkey, url.replace(/\/+$/, ''));
  }

  #takeLog(vkey: Vkey, url: string | undefined): void {
    if (vkey.type !== KEY_TYPE.ed25519) {
      refuse('a log signs with Ed25519');
    }
    this.#logs.push(vkey);
    this.#takeUrl(vkey, url);
  }

  #takeWitness(name: string, vkey: Vkey, url: string | undefined): void {
    if (vkey.type !== KEY_TYPE.cosignature && vkey.type !== KEY_TYPE.mlDsaCosignature) {
      refuse('a witness key is of type 4 or 6');
    }
    // The signed message does not hold the witness's name: one key under two names would count twice.
    const key = hex(vkey.publicKey);
    if (this.#keys.has(key)) {
      refuse('one key under two names');
    }
    this.#keys.add(key);
    this.#define(name, { kind: 'witness', vkey });
    this.#witnesses.push(vkey);
    this.#takeUrl(vkey, url);
  }

  #takeGroup(name: string, count: string, memberNames: readonly string[]): void {
    const members = memberNames.map((member) => this.#use(member));
    const threshold = count === 'any' ? 1 : count === 'all' ? members.length : Number(count);
    if (!/^(?:any|all|[1-9][0-9]*)$/.test(count) || threshold > members.length) {
      refuse('expected any, all or a number up to the count of members');
    }
    this.#define(name, { kind: 'group', threshold, members });
  }

  #takeQuorum(name: string): void {
    if (this.#quorum !== undefined) {
      refuse('a second quorum line');
    }
    const rule = name === 'none' ? undefined : this.#rules.get(name);
    if (name !== 'none' && rule === undefined) {
      refuse(`${name} is not defined above`);
    }
    this.#quorum = { rule };
  }

  #use(name: string): QuorumRule {
    const rule = this.#rules.get(name);
    if (rule === undefined || this.#grouped.has(name)) {
      return refuse(rule === undefined ? `${name} is not defined above` : `${name} is in two groups`);
    }
    this.#grouped.add(name);
    return rule;
  }

  #define(name: string, rule: QuorumRule): void {
    if (name === 'none' || this.#rules.has(name)) {
      refuse(`the name ${name} is taken`);
    }
    this.#rules.set(name, rule);
  }
}

function refuse(reason: string): never {
  throw new LogError('policy-malformed', reason);
}
