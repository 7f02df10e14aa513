/** Times in seals: DER times by the standard, and the texts that makers actually write. */

import { DerError, type DerNode, octets, text, utf8Text } from '@yiwen/trust/crypto';
import type { SealTime } from './seal.ts';

const CHINA_OFFSET_MS = 8 * 3600 * 1000;
const COMPACT = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d{1,9})?(Z|[+-]\d{4})?$/;
const SHORT = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(Z|[+-]\d{4})?$/;
const SPELLED = /^(\d{4})-(\d\d?)-(\d\d?)[ T](\d\d?):(\d\d):(\d\d)(?:\.\d{1,9})?\s*(Z|[+-]\d\d:?\d\d)?$/;
const DAY_ONLY = /^(\d{4})-?(\d\d)-?(\d\d)$/;

/**
 * Reads a written moment: `yyyyMMddHHmmssZ`, `yyMMddHHmmssZ`, `yyyy-MM-dd HH:mm:ss`, ISO 8601, or a day. Without
 * a zone it is Chinese time, as the programs that leave it out are used there. A claim, never a basis for trust.
 */
export function parseSealTime(written: string): SealTime {
  const value = written.trim().slice(0, 64);
  const full = COMPACT.exec(value) ?? SPELLED.exec(value);
  if (full !== null) {
    return { text: value, timeMs: moment(full.slice(1, 7).map(Number), full[7]) };
  }
  const short = SHORT.exec(value);
  if (short !== null) {
    const parts = short.slice(1, 7).map(Number);
    parts[0] = parts[0]! + (parts[0]! < 50 ? 2000 : 1900);
    return { text: value, timeMs: moment(parts, short[7]) };
  }
  const day = DAY_ONLY.exec(value);
  return { text: value, timeMs: day === null ? undefined : moment(day.slice(1, 4).map(Number), undefined) };
}

function moment(parts: readonly number[], zone: string | undefined): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const utc = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(utc);
  const exists =
    back.getUTCFullYear() === year && back.getUTCMonth() === month - 1 && back.getUTCDate() === day;
  return exists && hour < 24 && minute < 60 && second < 60 ? utc - offsetMs(zone) : undefined;
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined) {
    return CHINA_OFFSET_MS;
  }
  if (zone === 'Z') {
    return 0;
  }
  const digits = zone.replace(/\D/g, '');
  const size = (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
  return zone.startsWith('-') ? -size : size;
}

/** Time of a node: UTCTime, GeneralizedTime, a text type, or text inside a BIT or OCTET STRING (V1). */
export function readSealTime(node: DerNode | undefined): SealTime {
  switch (node?.tag) {
    case 0x17:
    case 0x18:
      return parseSealTime(utf8Text(node.content) ?? '');
    case 0x03:
      return parseSealTime(utf8Text(node.content.subarray(1)) ?? '');
    case 0x04:
      return parseSealTime(utf8Text(octets(node)) ?? '');
    case undefined:
      throw new DerError('expected a time');
    default:
      return parseSealTime(text(node));
  }
}
