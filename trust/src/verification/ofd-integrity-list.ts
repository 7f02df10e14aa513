/**
 * The integrity list of GM/T 0099 (7.4): OFDEntries.xml names every file of the package and is itself signed. It holds
 * no digests, so it can tell that something was added or taken away, never that a page still says what it said.
 */

import type { Finding } from '@yiwen/formats';
import { attr, child, children, childText, parseXmlPartly } from '@yiwen/formats/container';
import type { OfdDocument } from '@yiwen/formats/ofd';
import type { AssessedSignature } from './assessment.ts';
import { checkDetachedValue } from './ofd-signed-value.ts';
import type { VerifyOptions } from './report.ts';
import { isoTime, summarize } from './trust-facts.ts';

/** Its place is fixed by the standard. */
export const INTEGRITY_LIST = 'OFDEntries.xml';
const MOST_FILES = 20_000;

/** A signed integrity list: the signature over it, and the entry that holds the value. */
export type IntegrityList = { assessed: AssessedSignature; valueEntry: string };

/** Checks the list; undefined when there is none, or when it names no signature. */
export function assessIntegrityList(
  document: OfdDocument,
  options: VerifyOptions,
): IntegrityList | undefined {
  const file = document.entries.get(INTEGRITY_LIST);
  const root = file === undefined ? undefined : parseXmlPartly(file).root;
  const valueEntry = (root && childText(root, 'SignedValueLoc'))?.trim().replace(/^\.?\//, '');
  if (file === undefined || root === undefined || valueEntry === undefined || valueEntry === '') {
    return undefined;
  }
  const fileList = child(root, 'FileList');
  const listed = (fileList ? children(fileList, 'File') : [])
    .slice(0, MOST_FILES)
    .map((one) => (attr(one, 'FileLoc') ?? '').replace(/^\.?\//, ''));
  const value = document.entries.get(valueEntry);
  const written = Date.parse(attr(root, 'CreationDate') ?? '');
  const check =
    value === undefined
      ? undefined
      : checkDetachedValue({
          ...options,
          file,
          value,
          written: Number.isNaN(written) ? undefined : written,
        });
  const findings = [
    ...(check?.findings ?? [
      {
        code: 'signed-value-missing',
        severity: 'error' as const,
        place: valueEntry,
        message: '完整性清单的签名值不在包内',
      },
    ]),
    ...compare(document, new Set(listed), new Set([INTEGRITY_LIST, valueEntry])),
  ];
  const isMissing = findings.some(({ code }) => code === 'listed-entry-missing');
  const state = check === undefined ? 'unverifiable' : isMissing ? 'broken' : check.state;
  const who = check?.certificate === undefined ? undefined : summarize(check.certificate);
  const uncovered = document.order.filter((name) => document.reached.has(name));
  return {
    valueEntry,
    assessed: {
      state,
      changed: 'none',
      timeUnproven: check?.timeUnproven ?? false,
      revocationKnown: check?.revocationKnown ?? false,
      seal: 'none',
      report: {
        kind: 'signature',
        signer: who?.signer ?? '',
        ...(check?.timeMs === undefined ? {} : { time: isoTime(check.timeMs) }),
        timeSource: check?.timeSource ?? 'claimed',
        intact: state === 'intact',
        trust: check?.trust ?? 'untrusted',
        covers: 'part',
        covered: state === 'intact' ? [INTEGRITY_LIST] : [],
        uncovered,
        findings,
        ...(who === undefined ? {} : { certificate: who.summary }),
      },
    },
  };
}

/** What the list names against what is there; `own` are the list's own two files. */
function compare(document: OfdDocument, listed: ReadonlySet<string>, own: ReadonlySet<string>): Finding[] {
  const missing = [...listed].filter((name) => !document.entries.has(name));
  const added = document.order.filter((name) => !name.endsWith('/') && !listed.has(name) && !own.has(name));
  return [
    {
      code: 'list-of-names-only',
      severity: 'warning',
      place: INTEGRITY_LIST,
      message: '完整性清单只保护文件名，不保护文件内容',
    },
    ...missing.map(
      (name): Finding => ({
        code: 'listed-entry-missing',
        severity: 'error',
        place: name,
        message: '完整性清单所列的文件已不在包内',
      }),
    ),
    ...added.map(
      (name): Finding => ({
        code: 'entry-not-listed',
        severity: 'warning',
        place: name,
        message: '夹带：包内有完整性清单没有列出的文件',
      }),
    ),
  ];
}
