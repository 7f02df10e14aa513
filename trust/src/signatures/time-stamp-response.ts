/** Time-stamp responses (RFC 3161 2.4.2): was a token granted, and is it the one that was asked for? */

import type { Finding } from '@yiwen/formats';
import {
  DerError,
  type DerNode,
  namedBits,
  readDer,
  sequence,
  smallInteger,
  text,
} from '@yiwen/trust/crypto';
import { checkTimeStamp, type TimeStampCheck } from './time-stamp.ts';
import { TIME_STAMP_FAILURE, type TimeStampFailure } from './time-stamp-failure.ts';
import { integerHex } from './time-stamp-info.ts';
import { readTimeStampRequest } from './time-stamp-request.ts';

/**
 * A response held against its request. `token` only when granted, intact, over the very imprint, with the nonce that
 * was sent: such a token may be kept. Whether its maker is believed is another question (`judgeTimeStamp`).
 */
export type TimeStampAnswer = {
  token: Uint8Array | undefined;
  check: TimeStampCheck | undefined;
  /** PKIStatus: 0 granted, 1 granted with changes, 2 and more refused. */
  status: number | undefined;
  failure: TimeStampFailure | undefined;
  findings: Finding[];
};

const MAX_BYTES = 256 * 1024;

/** Reads `response` as the answer to `request` (our own bytes, as sent). Never throws on a bad response. */
export function readTimeStampResponse(response: Uint8Array, request: Uint8Array): TimeStampAnswer {
  const out: TimeStampAnswer = {
    token: undefined,
    check: undefined,
    status: undefined,
    failure: undefined,
    findings: [],
  };
  const fault = (code: string, message: string, evidence?: string) => {
    out.findings.push({ code, severity: 'error', message, ...(evidence === undefined ? {} : { evidence }) });
  };
  try {
    if (response.length > MAX_BYTES) {
      throw new DerError(`expected at most ${MAX_BYTES} bytes`);
    }
    const parts = sequence(readDer(response, { mode: 'ber', maxDepth: 32, maxNodes: 20_000 }));
    const [statusInfo, token] = parts;
    const words = readStatus(sequence(statusInfo), out);
    if (out.status !== 0 && out.status !== 1) {
      fault('time-stamp-refused', '时间戳机构拒绝了请求', [out.failure, words].filter(Boolean).join(': '));
      return out;
    }
    if (token === undefined || parts.length > 2) {
      throw new DerError('expected one token');
    }
    holdAgainst(token.bytes, request, out, fault);
  } catch (error) {
    if (!(error instanceof DerError)) {
      throw error;
    }
    fault('time-stamp-response-unreadable', '时间戳机构的答复不合规范', error.message);
  }
  return out;
}

/** Fills in status and failure; answers the words that came along. */
function readStatus(fields: readonly DerNode[], out: TimeStampAnswer): string {
  out.status = smallInteger(fields[0]);
  const bitString = fields.find(({ tag }) => tag === 0x03);
  const bit = bitString === undefined ? -1 : namedBits(bitString).indexOf(true);
  const names = Object.keys(TIME_STAMP_FAILURE) as TimeStampFailure[];
  out.failure = names.find((name) => TIME_STAMP_FAILURE[name] === bit);
  const said = fields.find(({ tag }) => tag === 0x30);
  return (said === undefined ? [] : said.children.slice(0, 5).map((node) => text(node).slice(0, 200))).join(
    ' ',
  );
}

function holdAgainst(
  token: Uint8Array,
  request: Uint8Array,
  out: TimeStampAnswer,
  fault: (code: string, message: string, evidence?: string) => void,
): void {
  const asked = readTimeStampRequest(request);
  const check = checkTimeStamp(token, { digest: asked.digest });
  out.check = check;
  out.findings.push(...check.findings);
  const { info } = check;
  if (!check.intact || info === undefined) {
    return;
  }
  if (info.hash !== asked.hash) {
    fault('time-stamp-other-digest', '时间戳所用的摘要算法与请求不符', info.hash);
  }
  const nonce = asked.nonce === undefined ? undefined : integerHex(asked.nonce);
  if (info.nonce !== nonce) {
    fault('time-stamp-nonce', '时间戳答复的随机数与请求不符，可能是旧答复被重放');
  }
  if (asked.policy !== undefined && info.policy !== asked.policy) {
    fault('time-stamp-policy', '时间戳所依的策略与请求不符', info.policy);
  }
  if (!out.findings.some(({ severity }) => severity === 'error')) {
    out.token = token;
  }
}
