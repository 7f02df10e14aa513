/** The text of a file from outside, as blocks a draft can take over. */

import type { Block } from '../content.ts';

/** What could be read from a file. */
export type ExtractedText = {
  title?: string;
  blocks: { id: string; kind: Block['kind']; text: string }[];
  /** Pages of a paged file. */
  pages?: number;
  /** True when there was more than the limits allow. */
  cut?: boolean;
};

/** Most text kept of one file, in characters. */
export const MAX_TEXT_CHARACTERS = 300_000;
/** Most blocks kept of one file. */
export const MAX_BLOCKS = 1500;

const LEVELS: readonly [RegExp, Block['kind']][] = [
  [/^[一二三四五六七八九十]{1,3}、[^。；]{1,40}$/u, 'heading1'],
  [/^（[一二三四五六七八九十]{1,3}）[^。；]{1,40}$/u, 'heading2'],
  [/^\d{1,2}[.．][^。；\d][^。；]{0,40}$/u, 'heading3'],
  [/^（\d{1,2}）[^。；]{1,40}$/u, 'heading4'],
];

/**
 * Paragraphs as blocks: the first short line without a full stop is taken for the title, numbered short lines for
 * headings. Runs of blank space become one space.
 */
export function blocksOf(paragraphs: readonly string[]): ExtractedText {
  const lines = paragraphs
    .map((line) => line.replace(/[\s\u3000]+/gu, ' ').trim())
    .filter((line) => line !== '');
  const titleAt = lines
    .slice(0, 12)
    .findIndex((line) =>
      /^.{6,80}(?:通知|报告|请示|批复|函|意见|决定|通报|通告|公告|纪要|议案|决议|公报|命令|令)$/u.test(line),
    );
  const title = titleAt === -1 ? undefined : lines[titleAt];
  const rest = titleAt === -1 ? lines : lines.slice(titleAt + 1);
  const blocks: ExtractedText['blocks'] = [];
  let characters = 0;
  for (const text of rest) {
    characters += text.length;
    if (blocks.length >= MAX_BLOCKS || characters > MAX_TEXT_CHARACTERS) {
      return { ...(title === undefined ? {} : { title }), blocks, cut: true };
    }
    const kind = LEVELS.find(([pattern]) => pattern.test(text))?.[1] ?? 'paragraph';
    blocks.push({ id: `u${blocks.length + 1}`, kind, text });
  }
  return { ...(title === undefined ? {} : { title }), blocks };
}
