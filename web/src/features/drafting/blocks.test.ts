import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block } from '../../api/types.ts';
import { blocksFrom, kindOf, levelOf, reconcile, textOf } from './blocks.ts';

const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const numRuns = 300 * Number(process.env.YIWEN_SOAK ?? 1);
console.info(`blocks seed ${seed}`);

function counter(): () => string {
  let made = 0;
  return () => {
    made += 1;
    return `new-${made}`;
  };
}

function body(...lines: string[]): Block[] {
  return lines.map((text, at) => ({ id: String.fromCharCode(97 + at), kind: kindOf(text), text }));
}

/** Replaces [from, to) of the text by `insert`, as an input event would. */
function edit(blocks: Block[], from: number, to: number, insert: string, newId = counter()): Block[] {
  const text = textOf(blocks);
  return reconcile(blocks, text.slice(0, from) + insert + text.slice(to), newId, from + insert.length);
}

const ids = (blocks: Block[]) => blocks.map((block) => block.id);

describe('ids of blocks', () => {
  it('stay while typing inside a block, and the others stay the same objects', () => {
    const before = body('各乡镇：', '一、压实责任', '此复。');
    const after = edit(before, 6, 6, '防控');
    expect(ids(after)).toEqual(['a', 'b', 'c']);
    expect(after[0]).toBe(before[0]);
    expect(after[2]).toBe(before[2]);
    expect(after[1]?.text).toBe('一防控、压实责任');
  });

  it('stay with the first half when a block is split', () => {
    const after = edit(body('前半句后半句', '此复。'), 3, 3, '\n');
    expect(ids(after)).toEqual(['a', 'new-1', 'b']);
    expect(after.map((block) => block.text)).toEqual(['前半句', '后半句', '此复。']);
  });

  it('stay with the text when a line break is put before its first or after its last character', () => {
    expect(ids(edit(body('甲', '乙', '丙'), 2, 2, '\n'))).toEqual(['a', 'new-1', 'b', 'c']);
    expect(ids(edit(body('甲', '乙', '丙'), 3, 3, '\n'))).toEqual(['a', 'b', 'new-1', 'c']);
  });

  it('stay with the first when two blocks are joined', () => {
    const after = edit(body('甲甲', '乙乙', '丙丙'), 2, 3, '');
    expect(ids(after)).toEqual(['a', 'c']);
    expect(after[0]?.text).toBe('甲甲乙乙');
  });

  it('are new for pasted blocks; both halves around them keep to the rule', () => {
    const after = edit(body('开头结尾', '此复。'), 2, 2, '一\n二\n三');
    expect(after.map((block) => block.text)).toEqual(['开头一', '二', '三结尾', '此复。']);
    expect(ids(after)).toEqual(['a', 'new-1', 'new-2', 'b']);
  });

  it('stay with whole blocks when blocks before them are deleted', () => {
    const after = edit(body('甲', '乙', '丙'), 0, 4, '');
    expect(after.map((block) => block.text)).toEqual(['丙']);
    expect(ids(after)).toEqual(['c']);
    const whole = edit(body('甲', '乙', '丙'), 2, 4, '');
    expect(whole.map((block) => block.text)).toEqual(['甲', '丙']);
    expect(ids(whole)).toEqual(['a', 'c']);
  });

  it('follow the caret where a repeated line was inserted', () => {
    const before = body('同', '同', '同');
    const after = reconcile(before, '同\n同\n同\n同', counter(), 4);
    expect(after.filter((block) => block.id.startsWith('new'))).toHaveLength(1);
  });

  it('never double, never lose text, and touch only what was edited, whatever is done', () => {
    const line = fc.string({
      unit: fc.constantFrom('一', '、', '甲', '乙', '1', '.', '（', '）', '。'),
      maxLength: 6,
    });
    const change = fc.record({
      from: fc.nat(60),
      length: fc.nat(12),
      insert: fc.array(line, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 6 }),
        fc.array(change, { maxLength: 8 }),
        (lines, changes) => {
          const newId = counter();
          let blocks = blocksFrom(lines.join('\n'), newId);
          for (const { from, length, insert } of changes) {
            const text = textOf(blocks);
            const start = Math.min(from, text.length);
            const end = Math.min(start + length, text.length);
            const inserted = insert.join('\n');
            const wanted = text.slice(0, start) + inserted + text.slice(end);
            const next = edit(blocks, start, end, inserted, newId);
            expect(textOf(next)).toBe(wanted);
            expect(new Set(ids(next)).size).toBe(next.length);
            const before = blocks;
            // A block wholly before or wholly after the edited range keeps its id and its text.
            let place = 0;
            for (const block of before) {
              const stop = place + block.text.length;
              if (stop < start || place > end) {
                expect(next).toContainEqual(block);
              }
              place = stop + 1;
            }
            blocks = next;
          }
        },
      ),
      { seed, numRuns },
    );
  });
});

describe('levels of numbering', () => {
  it.each([
    ['一、总体要求', 'heading1', 1],
    ['（二）工作任务', 'heading2', 2],
    ['3.明确分工', 'heading3', 3],
    ['（4）其他事项', 'heading4', 4],
    ['一、压实防控责任。各乡镇要实行网格化管理。', 'paragraph', 1],
    ['一、集中缴费期为2026年10月20日至12月31日。', 'paragraph', 1],
    ['2026年10月15日起施行', 'paragraph', 0],
    ['各乡镇人民政府：', 'paragraph', 0],
  ])('%s is %s', (text, kind, level) => {
    expect(kindOf(text)).toBe(kind);
    expect(levelOf(text)).toBe(level);
  });
});
