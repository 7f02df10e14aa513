import type { Finding } from '@yiwen/formats';
import { printable } from './printable.ts';

const mark = { info: '·', warning: '!', error: '✗' } as const;

/** A finding as a line for a person. */
export function findingLine({ severity, message, place, evidence, code }: Finding): string {
  return printable(
    `${mark[severity]} ${message}${place ? `（${place}）` : ''}${evidence ? `：${evidence}` : ''}  [${code}]`,
  );
}

/** So many of one kind are shown; the rest are counted. */
const mostAlike = 3;

/** Findings as lines for a person: of remarks alike, the first few and how many more there are. */
export function findingLines(findings: readonly Finding[]): string[] {
  const counts = new Map<string, number>();
  const lines: string[] = [];
  for (const finding of findings) {
    const count = (counts.get(finding.code) ?? 0) + 1;
    counts.set(finding.code, count);
    if (count <= mostAlike || finding.severity !== 'info') {
      lines.push(findingLine(finding));
    }
  }
  const more = findings.length - lines.length;
  return more > 0
    ? [...lines, `· 另有同类提示 ${more} 条，见 --json。 ${more} more remarks of these kinds: --json.`]
    : lines;
}
