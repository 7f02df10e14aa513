import type { Finding } from '@yiwen/formats';
import { printable } from './printable.ts';

const mark = { info: '·', warning: '!', error: '✗' } as const;

/** A finding as a line for a person. */
export function findingLine({ severity, message, place, evidence, code }: Finding): string {
  return printable(
    `${mark[severity]} ${message}${place ? `（${place}）` : ''}${evidence ? `：${evidence}` : ''}  [${code}]`,
  );
}

/** Findings as lines for a person. */
export function findingLines(findings: readonly Finding[]): string[] {
  return findings.map(findingLine);
}
