/**
 * Asking for time-stamps (RFC 3161 over HTTP): the configured authorities one after the other, each answer judged before
 * it is used. A source that failed rests for a while, so that nobody waits for it again and again.
 */
import type { RevocationEvidence, TrustList } from '@yiwen/trust/certificates';
import type { HashName } from '@yiwen/trust/crypto';
import { judgeTimeStamp, readTimeStampResponse, timeStampRequest } from '@yiwen/trust/signatures';
import { type Clock, elapsedMs } from '../../platform/clock/index.ts';
import { random } from './demo-files.ts';
import { exchangeBytes } from './post-bytes.ts';
import type { TimeSourceSettings } from './settings.ts';

/** Something that was stamped: the token (RFC 3161, DER), judged and believed, and its time in Unix ms. */
export type Stamped = { token: Uint8Array; time: number; source: string };

/** One source. `ask` answers a TimeStampReq with a TimeStampResp or throws; `now` is for the node's own alone. */
export type TimeSource = {
  name: string;
  policy?: string;
  /** Digests it takes. */
  hashes: readonly HashName[];
  ask(request: Uint8Array, limits: { timeoutMs: number; now: Date }): Promise<Uint8Array>;
};

/** How long one stamp may take in all, and how far a source's clock may be from ours, ms. */
export type TimeLimits = { waitMs: number; toleranceMs: number };

/** Why a source was not used. */
export type SourceFault = (source: string, reason: string) => void;

const RESPONSE_LIMIT = 256 * 1024;
/** A source that failed is left alone for this long, doubled with every further failure. */
const FIRST_REST_MS = 60_000;
const LONGEST_REST_MS = 15 * 60_000;

/** A configured source on the network. */
export function networkSource(settings: TimeSourceSettings): TimeSource {
  return {
    name: settings.url,
    hashes: settings.hashes,
    ...(settings.policy === undefined ? {} : { policy: settings.policy }),
    ask: (request, { timeoutMs }) =>
      exchangeBytes({
        url: settings.url,
        body: { type: 'application/timestamp-query', bytes: request },
        expects: 'application/timestamp-reply',
        timeoutMs,
        limitBytes: RESPONSE_LIMIT,
      }),
  };
}

/** All sources of a node, in the order in which they are asked. */
export class TimeSources {
  readonly #sources: readonly TimeSource[];
  readonly #clock: Clock;
  readonly #limits: TimeLimits;
  readonly #onFault: SourceFault;
  readonly #resting = new Map<string, { until: number; rest: number }>();

  constructor(parts: {
    sources: readonly TimeSource[];
    clock: Clock;
    limits: TimeLimits;
    onFault: SourceFault;
  }) {
    this.#sources = parts.sources;
    this.#clock = parts.clock;
    this.#limits = parts.limits;
    this.#onFault = parts.onFault;
  }

  /**
   * A believed token over `stamped`, or undefined. `now`: what the caller holds to be the time; a token further off than
   * the tolerance is refused, whoever made it.
   */
  async stamp(
    stamped: Uint8Array | { digest: Uint8Array },
    options: {
      hash: HashName;
      now: Date;
      trust: () => Promise<TrustList>;
      revocation?: RevocationEvidence;
    },
  ): Promise<Stamped | undefined> {
    const started = elapsedMs();
    const now = this.#clock.now().getTime();
    const awake = this.#sources.filter(
      ({ name, hashes }) =>
        hashes.includes(options.hash) && now >= (this.#resting.get(name)?.until ?? Number.NEGATIVE_INFINITY),
    );
    for (const [index, source] of awake.entries()) {
      // What is left is shared with those not asked yet: the first that hangs must not take it all.
      const left = this.#limits.waitMs - (elapsedMs() - started);
      const timeoutMs = Math.floor(left / (awake.length - index));
      if (timeoutMs <= 0) {
        return undefined;
      }
      const rested = this.#resting.get(source.name);
      try {
        const made = await this.#ask(source, stamped, options, timeoutMs);
        this.#resting.delete(source.name);
        return made;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const rest = Math.min((rested?.rest ?? FIRST_REST_MS / 2) * 2, LONGEST_REST_MS);
        this.#resting.set(source.name, { until: this.#clock.now().getTime() + rest, rest });
        this.#onFault(source.name, reason);
      }
    }
    return undefined;
  }

  async #ask(
    source: TimeSource,
    stamped: Uint8Array | { digest: Uint8Array },
    {
      hash,
      now,
      trust,
      revocation,
    }: { hash: HashName; now: Date; trust: () => Promise<TrustList>; revocation?: RevocationEvidence },
    timeoutMs: number,
  ): Promise<Stamped> {
    const request = timeStampRequest(stamped, {
      hash,
      random,
      ...(source.policy === undefined ? {} : { policy: source.policy }),
    });
    const response = await source.ask(request, { timeoutMs, now });
    const answer = readTimeStampResponse(response, request);
    const words = (findings: readonly { message: string; evidence?: string }[]): string =>
      findings.map(({ message, evidence }) => [message, evidence].filter(Boolean).join(' ')).join('；');
    if (answer.token === undefined) {
      throw new Error(words(answer.findings));
    }
    const judged = judgeTimeStamp(answer.token, stamped, await trust(), {
      now: now.getTime() + this.#limits.toleranceMs,
      ...(revocation === undefined ? {} : { revocation }),
    });
    if (judged.status !== 'trusted' || judged.time === undefined) {
      throw new Error(words(judged.findings));
    }
    const off = judged.time - now.getTime();
    if (Math.abs(off) > this.#limits.toleranceMs) {
      throw new Error(`时间戳的时间与本机相差 ${Math.round(off / 1000)} 秒`);
    }
    return { token: answer.token, time: judged.time, source: source.name };
  }
}
