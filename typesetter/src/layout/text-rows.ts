/** The text of a document as grid rows: title, receivers, blocks, notes. Breaking only, no places yet. */
import type { FontRole } from '../fonts/index.ts';
import type { Attachment, Block, OfficialDocument, SetLine } from '../official-document.ts';
import { naturalLine, plainLine } from './canvas.ts';
import { type Run, settableText } from './cells.ts';
import { type BrokenLine, breakLines } from './line-breaking.ts';
import { CELL_MM, CELLS_PER_LINE, mmOf, PAGE, SIZE, TEXT_MM } from './measures.ts';
import { type TableRow, tableRows } from './tables.ts';
import { shapeTitle } from './title-shape.ts';

/** One row of the grid: a line of text, a blank, or one row of a table (which may take several grid lines). */
export type GridRow =
  | {
      kind: 'line';
      part: SetLine['kind'];
      block?: string;
      /** Rows of one paragraph share it. */
      group: string;
      line: BrokenLine;
      xMm: number;
      sizePt: number;
      heading: boolean;
    }
  | { kind: 'blank' }
  | { kind: 'table'; block: string; row: TableRow };

/** Grid lines taken by a row. */
export function rowSpan(row: GridRow): number {
  return row.kind === 'table' ? row.row.span : 1;
}

const BODY = { cellMm: CELL_MM, lineCells: CELLS_PER_LINE, justify: true };

function lineRow(
  part: SetLine['kind'],
  line: BrokenLine,
  more: { block?: string; group?: string; heading?: boolean } = {},
): GridRow {
  const { block } = more;
  return {
    kind: 'line',
    part,
    ...(block === undefined ? {} : { block }),
    group: more.group ?? part,
    line,
    xMm: PAGE.leftMm,
    sizePt: SIZE.text,
    heading: more.heading ?? false,
  };
}

/** Centred title lines in 2号小标宋. */
export function titleRows(
  title: string,
  words: readonly string[] = [],
  part: SetLine['kind'] = 'title',
): GridRow[] {
  const cell = mmOf(SIZE.title);
  const limit = Math.floor((CELLS_PER_LINE * CELL_MM) / cell);
  return shapeTitle(title, limit, words).map((text) => {
    const line = naturalLine([{ text, role: 'xiaobiaosong' }], cell);
    const xMm = (PAGE.leftMm + PAGE.rightMm - line.widthMm) / 2;
    return { kind: 'line', part, group: part, line, xMm, sizePt: SIZE.title, heading: true };
  });
}

/** 主送机关 flush left, wrapped lines flush, full-width colon at the end. */
export function receiverRows(receivers: string): GridRow[] {
  const text = settableText(receivers)
    .trim()
    .replace(/[：:]$/, '');
  if (text === '') {
    return [];
  }
  const lines = breakLines([{ text: `${text}：`, role: 'fangsong' }], {
    ...BODY,
    firstIndent: 0,
    restIndent: 0,
  });
  return lines.map((line) => lineRow('mainReceivers', line));
}

const LEVELS: readonly [RegExp, Block['kind'], FontRole][] = [
  [/^[一二三四五六七八九十百]+、/, 'heading1', 'heiti'],
  [/^（[一二三四五六七八九十百]+）/, 'heading2', 'kaiti'],
];

/** Longest sentence taken as a run-in heading, in characters; one with a comma is no heading. */
const LONGEST_RUN_IN = 22;

/** Fonts of a paragraph: a run-in heading in 黑体 or 楷体, the rest in 仿宋 (GB/T 9704 §7.3.3). */
function paragraphRuns(kind: Block['kind'], text: string): Run[] {
  const level = LEVELS.find(([mark, levelKind]) =>
    kind === 'paragraph' ? mark.test(text) : kind === levelKind,
  );
  if (!level) {
    return [{ text, role: 'fangsong' }];
  }
  const end = text.indexOf('。') + 1;
  if (kind !== 'paragraph' && (end === 0 || end === text.length)) {
    return [{ text, role: level[2] }];
  }
  const runIn = end > 0 && end < text.length && end <= LONGEST_RUN_IN && !/[，；：]/.test(text.slice(0, end));
  return runIn
    ? [
        { text: text.slice(0, end), role: level[2] },
        { text: text.slice(end), role: 'fangsong' },
      ]
    : [{ text, role: 'fangsong' }];
}

/** Blocks of the text: each paragraph indented two characters. */
export function blockRows(blocks: readonly Block[], part: 'body' | 'attachment'): GridRow[] {
  return blocks.flatMap((block): GridRow[] => {
    if (block.kind === 'table') {
      const caption = block.text.trim();
      const rows = tableRows(block).map((row): GridRow => ({ kind: 'table', block: block.id, row }));
      if (caption === '') {
        return rows;
      }
      const line = plainLine(caption, 'heiti');
      const xMm = (PAGE.leftMm + PAGE.rightMm - line.widthMm) / 2;
      return [
        {
          kind: 'line',
          part,
          block: block.id,
          group: block.id,
          line,
          xMm,
          sizePt: SIZE.text,
          heading: false,
        },
        ...rows,
      ];
    }
    return settableText(block.text)
      .split('\n')
      .map((p) => p.trim())
      .filter((p) => p !== '')
      .flatMap((paragraph, i) => {
        const runs = paragraphRuns(block.kind, paragraph);
        const heading = block.kind !== 'paragraph' && runs.length === 1;
        const lines = breakLines(runs, { ...BODY, firstIndent: 2, restIndent: 0 });
        return lines.map((line) =>
          lineRow(part, line, { block: block.id, group: `${block.id}/${i}`, heading }),
        );
      });
  });
}

/** 附件说明: one blank line below the text, two characters in, wraps aligned with the name. */
export function attachmentNoteRows(attachments: readonly Attachment[]): GridRow[] {
  if (attachments.length === 0) {
    return [];
  }
  const rows = attachments.flatMap(({ title }, i) => {
    const label = i === 0 ? '附件：' : '';
    const number = attachments.length > 1 ? `${i + 1}.` : '';
    const indent = i === 0 ? 2 : 5;
    const numberCells = number === '' ? 0 : number.length / 2;
    const name = settableText(title)
      .trim()
      .replace(/[。，；、]$/, '');
    const runs: Run[] = [label, number, name]
      .filter((text) => text !== '')
      .map((text) => ({ text, role: 'fangsong' }));
    const lines = breakLines(runs, { ...BODY, firstIndent: indent, restIndent: 5 + numberCells });
    return lines.map((line) => lineRow('attachmentNote', line, { group: `attachmentNote/${i}` }));
  });
  return [{ kind: 'blank' }, ...rows];
}

/** 出席、请假、列席: one blank line below the text, two in, label in 黑体, wraps after the colon. */
export function attendanceRows(doc: OfficialDocument): GridRow[] {
  const entries = (['出席', '请假', '列席'] as const).flatMap((label) => {
    const names = doc.attendance?.[label];
    return names ? [{ label, names }] : [];
  });
  if (entries.length === 0) {
    return [];
  }
  return [
    { kind: 'blank' },
    ...entries.flatMap(({ label, names }) => {
      const runs: Run[] = [
        { text: `${label}：`, role: 'heiti' },
        { text: names, role: 'fangsong' },
      ];
      const lines = breakLines(runs, { ...BODY, firstIndent: 2, restIndent: 5 });
      return lines.map((line) => lineRow('attendance', line, { group: label }));
    }),
  ];
}

/** 附注 in round brackets, two characters in. */
export function noteRows(note: string | undefined): GridRow[] {
  if (!note) {
    return [];
  }
  const text = `（${note.trim().replace(/^（(.*)）$/s, '$1')}）`;
  return breakLines([{ text, role: 'fangsong' }], { ...BODY, firstIndent: 2, restIndent: 0 }).map((line) =>
    lineRow('note', line),
  );
}

/** Top of a line's character box, centred on the grid line whose 3号 box begins at `gridTopMm`. */
export function boxTop(gridTopMm: number, sizePt: number): number {
  return gridTopMm + (TEXT_MM - mmOf(sizePt)) / 2;
}
