/** What a printed code is worth: its signature against the dated keys, and one answer in words. */
import type { Finding } from '@yiwen/formats';
import type { TrustList } from '@yiwen/trust/certificates';
import { ecdsaP256Verify, hex } from '@yiwen/trust/crypto';
import {
  type CheckedStatement,
  checkKeyStatement,
  type PaperKey,
  paperKeyId,
  type SignedKeyStatement,
} from './key-list.ts';
import type { PaperContent } from './paper-content.ts';
import { PaperError } from './paper-error.ts';
import { paperSentences, type Words } from './paper-words.ts';
import { type PrintedCode, readPrintedCode } from './printed-code.ts';

/**
 * - `registered-content`: an organ's key signed exactly this; compare it with the paper
 * - `signer-untrusted`: signed by a key of the list, but nobody we believe vouches for that list, or it is another
 *   organ's than the code names
 * - `unknown-key`: the list at hand has no such key
 * - `outside-key-dates`: the key was not in force on the day the code names
 * - `key-revoked`: the key has been given up; only the node can still tell which of its codes are good
 * - `altered`: the digits are not what was signed
 * - `unreadable`: no code of ours, or not in its form
 */
export type PaperVerdict =
  | 'registered-content'
  | 'signer-untrusted'
  | 'unknown-key'
  | 'outside-key-dates'
  | 'key-revoked'
  | 'altered'
  | 'unreadable';

/** The report on a printed code. */
export type PaperReport = {
  verdict: PaperVerdict;
  /** What it means and what to do next. */
  sentence: Words;
  /** What the code says, present from the moment it can be read; to be believed with `registered-content` only. */
  content?: PaperContent;
  shortCode?: string;
  /** The node the code names, as printed. */
  origin?: string;
  /** Organ whose key signed, as the list names it. */
  signer?: string;
  /** Time of the list that was used, ISO 8601. */
  listedAt?: string;
  findings: Finding[];
  demo: boolean;
};

/** Checks an address as scanned or pasted; offline, pure. `now` is Unix ms. */
export function checkPrintedCode(
  address: string,
  options: { keys: readonly SignedKeyStatement[]; trust?: TrustList; now: number },
): PaperReport {
  const demo = options.trust?.demo ?? false;
  let code: PrintedCode;
  try {
    code = readPrintedCode(address);
  } catch (error) {
    if (!(error instanceof PaperError)) {
      throw error;
    }
    return reportOf('unreadable', { findings: [finding(`paper-${error.code}`, error.message)], demo });
  }
  const { content, shortCode, origin } = code;
  const known = { content, shortCode, origin, demo };
  const findings: Finding[] = [];
  let sharesId: CheckedStatement | undefined;
  let best: { statement: CheckedStatement; key: PaperKey } | undefined;
  for (const signed of options.keys) {
    // Checking a certificate's chain costs milliseconds: only statements that name the key are opened.
    const statement = signed.statement.includes(code.keyId) ? checked(signed, options, findings) : undefined;
    for (const key of statement?.keys ?? []) {
      if (statement === undefined || hex(paperKeyId(key.publicKey)) !== code.keyId) {
        continue;
      }
      sharesId = statement;
      const isSigner = ecdsaP256Verify(key.publicKey, code.toBeSigned, code.signature);
      if (isSigner && (best === undefined || isBetter(statement, best.statement, content.issuer))) {
        best = { statement, key };
      }
    }
  }
  const statement = best?.statement ?? sharesId;
  const about = {
    ...known,
    ...(statement === undefined ? {} : { signer: statement.organ.name, listedAt: statement.at }),
    findings: [...findings, ...(best?.statement.findings ?? [])],
  };
  if (best !== undefined) {
    return reportOf(verdictOf(best.statement, best.key, content), about);
  }
  return reportOf(sharesId === undefined ? 'unknown-key' : 'altered', about);
}

/**
 * Of several statements on one key: a vouched one, of the very organ the code names (no other may speak for its keys),
 * then the newest, which alone knows what was revoked since.
 */
function isBetter(one: CheckedStatement, other: CheckedStatement, issuer: string): boolean {
  const rank = ({ trust, organ }: CheckedStatement) =>
    (trust === 'trusted' ? 2 : 0) + (organ.name === issuer ? 1 : 0);
  const [a, b] = [rank(one), rank(other)];
  return a === b ? Date.parse(one.at) > Date.parse(other.at) : a > b;
}

/** A statement that is none is a finding and says nothing about keys. */
function checked(
  signed: SignedKeyStatement,
  { trust, now }: { trust?: TrustList; now: number },
  findings: Finding[],
): CheckedStatement | undefined {
  try {
    return checkKeyStatement(signed, trust, now);
  } catch (error) {
    if (!(error instanceof PaperError)) {
      throw error;
    }
    findings.push(finding('paper-list-unreadable', error.message));
    return undefined;
  }
}

function verdictOf(statement: CheckedStatement, key: PaperKey, content: PaperContent): PaperVerdict {
  if (content.signedOn < key.from || (key.to !== undefined && content.signedOn > key.to)) {
    return 'outside-key-dates';
  }
  // A key in other hands can sign any day's date: no code of it stands by itself.
  if (key.revoked !== undefined) {
    return 'key-revoked';
  }
  const isIssuer = content.issuer === statement.organ.name;
  return statement.trust === 'trusted' && isIssuer ? 'registered-content' : 'signer-untrusted';
}

function finding(code: string, message: string): Finding {
  return { code, severity: 'error', message };
}

function reportOf(verdict: PaperVerdict, more: Omit<PaperReport, 'verdict' | 'sentence'>): PaperReport {
  return { verdict, sentence: paperSentences[verdict], ...more };
}
