import type { Finding } from '@yiwen/formats';

/** Findings as lines for a person. */
export function findingLines(findings: readonly Finding[]): string[] {
  const mark = { info: '·', warning: '!', error: '✗' } as const;
  return findings.map(
    ({ severity, message, place, evidence, code }) =>
      `${mark[severity]} ${message}${place ? `（${place}）` : ''}${evidence ? `：${evidence}` : ''}  [${code}]`,
  );
}
