import type { Finding } from '@yiwen/formats';

const mark = { info: '·', warning: '!', error: '✗' } as const;

/** A finding as a line for a person. */
export function findingLine({ severity, message, place, evidence, code }: Finding): string {
  return `${mark[severity]} ${message}${place ? `（${place}）` : ''}${evidence ? `：${evidence}` : ''}  [${code}]`;
}

/** Findings as lines for a person. */
export function findingLines(findings: readonly Finding[]): string[] {
  return findings.map(findingLine);
}
