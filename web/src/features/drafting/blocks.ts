import type { Block } from '../../api/types.ts';

/**
 * The body as blocks with stable ids, edited as one text with one block a line. Ids survive typing, splitting, joining
 * and pasting: the first half of a split keeps the id, a joined block keeps the first id, what is pasted gets new ones.
 */

/** Levels of numbering in an official document, GB/T 9704-2012 §7.3.3. */
const LEVELS: [RegExp, Block['kind']][] = [
  [/^[一二三四五六七八九十百]+、/, 'heading1'],
  [/^（[一二三四五六七八九十百]+）/, 'heading2'],
  [/^[0-9０-９]+[.．]/, 'heading3'],
  [/^（[0-9０-９]+）/, 'heading4'],
];

/** Longest text that is still a heading; a longer numbered line is a paragraph. */
const HEADING_LENGTH = 40;

/** Level of numbering a line begins with, 1–4, or 0. */
export function levelOf(text: string): number {
  return LEVELS.findIndex(([pattern]) => pattern.test(text.trimStart())) + 1;
}

/**
 * What a line is. Only a short line that ends without a full stop is a heading; "一、压实责任。各乡镇要……" is a paragraph
 * with a run-in heading, which the typesetter sets by itself.
 */
export function kindOf(text: string): Block['kind'] {
  const line = text.trim();
  const level = levelOf(line);
  const found = LEVELS[level - 1];
  return found && line.length <= HEADING_LENGTH && !/[。！？；：]/.test(line) ? found[1] : 'paragraph';
}

/** The whole body as one text, one block a line. */
export function textOf(blocks: readonly Block[]): string {
  return blocks.map((block) => block.text).join('\n');
}

/** Blocks from a text nobody has edited yet: a new id for every line. */
export function blocksFrom(text: string, newId: () => string): Block[] {
  return linesOf(text).map((line) => ({ id: newId(), kind: kindOf(line), text: line }));
}

/** Lines of a text: any line ending, without characters that no paper shows. */
function linesOf(text: string): string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u200b\ufeff\u2028\u2029]/g, '')
    .split('\n');
}

/**
 * The blocks after an edit. `caret` is where the caret stands in the new text after the edit (the end of what was typed
 * or pasted); it settles where a repeated character was inserted. Blocks that were not touched come back as the same
 * objects.
 */
export function reconcile(
  before: readonly Block[],
  nextText: string,
  newId: () => string,
  caret?: number,
): Block[] {
  const old = textOf(before);
  const next = linesOf(nextText).join('\n');
  if (old === next) {
    return [...before];
  }
  const most = Math.min(old.length, next.length);
  const suffixLimit = Math.min(most, next.length - Math.min(caret ?? next.length, next.length));
  let suffix = 0;
  while (suffix < suffixLimit && old[old.length - 1 - suffix] === next[next.length - 1 - suffix]) {
    suffix += 1;
  }
  let prefix = 0;
  while (prefix < most - suffix && old[prefix] === next[prefix]) {
    prefix += 1;
  }
  // Without a caret, or where it told too little, take as much of the end as fits.
  while (suffix < most - prefix && old[old.length - 1 - suffix] === next[next.length - 1 - suffix]) {
    suffix += 1;
  }

  const first = lineAt(before, prefix);
  const last = lineAt(before, old.length - suffix);
  const head = before.slice(0, first.line);
  const tail = before.slice(last.line + 1);
  const headLength = prefix - first.column;
  const tailLength = tail.length === 0 ? 0 : textOf(tail).length + 1;
  const middle = next.slice(headLength, next.length - tailLength).split('\n');

  // Something inserted before the first character of a block, ending in a line break, is a new block before it.
  const pushed = first.line === last.line && first.column === 0 && last.column === 0 && middle.length > 1;
  const firstBlock = before[first.line];
  const lastBlock = before[last.line];
  // Whole lines were removed or replaced in front of it: the block after them stays itself.
  const lastWhole = last.column === 0 && last.line > first.line && (middle.length > 1 || first.column === 0);
  const made = middle.map((text, at) => {
    const inherits =
      pushed || (at === middle.length - 1 && lastWhole)
        ? at === middle.length - 1
          ? lastBlock
          : at === 0 && !pushed
            ? firstBlock
            : undefined
        : at === 0
          ? firstBlock
          : undefined;
    return inherits && inherits.text === text
      ? inherits
      : { id: inherits?.id ?? newId(), kind: kindOf(text), text };
  });
  return [...head, ...made, ...tail];
}

/** Which line a place in the text is in, and how far into it. */
function lineAt(blocks: readonly Block[], place: number): { line: number; column: number } {
  let left = place;
  for (let line = 0; line < blocks.length; line += 1) {
    const length = blocks[line]?.text.length ?? 0;
    if (left <= length) {
      return { line, column: left };
    }
    left -= length + 1;
  }
  return { line: Math.max(0, blocks.length - 1), column: blocks[blocks.length - 1]?.text.length ?? 0 };
}
