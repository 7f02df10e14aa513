import type { Words } from '../words/index.ts';

/** One-tap phrases for a node: the ones people write there most. */
export function phrasesOf(node: string, words: Words): string[] {
  switch (node) {
    case 'approve':
      return [words.act.agree, words.act.issue];
    case 'circulate':
      return [words.act.read, words.act.agree];
    case 'receive':
    case 'register':
    case 'close':
      return [words.act.read];
    default:
      return [words.act.agree, words.act.read];
  }
}
