/**
 * Puts values into a sentence: `{name}` becomes the value; `{n:day|days}` chooses the first form for 1, else the second.
 *
 * @example fill('还有 {n} 个工作日', { n: 2 }) === '还有 2 个工作日'
 */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(
    /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g,
    (whole, name: string, one?: string, many?: string) => {
      const value = values[name];
      if (value === undefined) {
        return whole;
      }
      if (one !== undefined && many !== undefined) {
        return Number(value) === 1 ? one : many;
      }
      return String(value);
    },
  );
}

/** Names of the places in a sentence, sorted, each once. */
export function placesOf(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ''))].sort();
}
