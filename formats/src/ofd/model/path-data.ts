/** AbbreviatedData (GB/T 33190 9.1, table 35) read into commands. */
import type { PathCommand } from '../../drawing/index.ts';

const counts: Readonly<Record<string, number>> = { S: 2, M: 2, L: 2, Q: 4, B: 6, A: 7, C: 0 };

/**
 * Reads what producers really write: operators glued to each other or to numbers, repeated operand groups
 * without a repeated operator, empty data. Reading stops at the first thing that is neither.
 */
export function readPathData(data: string): { commands: PathCommand[]; complete: boolean } {
  const commands: PathCommand[] = [];
  const tokens = data.match(/[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[^\s,]/g) ?? [];
  let at = 0;
  let operator = '';
  while (at < tokens.length) {
    if (counts[tokens[at]!] !== undefined) {
      operator = tokens[at]!;
      at += 1;
    } else if (operator === '' || operator === 'C') {
      return { commands, complete: false };
    }
    const count = counts[operator]!;
    const numbers = tokens.slice(at, at + count).map(Number);
    if (numbers.length < count || !numbers.every((n) => Number.isFinite(n) && Math.abs(n) < 1e9)) {
      return { commands, complete: false };
    }
    at += count;
    commands.push({ operator: operator === 'S' ? 'M' : (operator as PathCommand['operator']), numbers });
  }
  return { commands, complete: true };
}
