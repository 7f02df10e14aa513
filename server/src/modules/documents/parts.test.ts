import { versionRoot } from '@yiwen/trust/content';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, DocumentContent } from './content.ts';
import { changesBetween, makeParts, readParts, resolveSelector, signOffStands } from './parts.ts';

let counter = 0;
const random = (bytes: number) => {
  counter += 1;
  return Uint8Array.from({ length: bytes }, (_, i) => (counter >> (i % 4)) & 0xff);
};

const report: DocumentContent = {
  kind: '报告',
  form: '上行',
  fields: {
    organMark: ['禾汀镇人民政府'],
    withWenjian: true,
    title: '禾汀镇人民政府关于2026年第三季度安全生产工作情况的报告',
    mainReceivers: '青槐县人民政府',
    signature: ['禾汀镇人民政府'],
  },
  body: [
    { id: 'b1', kind: 'paragraph', text: '现将我镇2026年第三季度安全生产工作情况报告如下。' },
    { id: 'b2', kind: 'paragraph', text: '一、工作开展情况。已完成整改87条，整改率95.6%。' },
    { id: 'b3', kind: 'paragraph', text: '特此报告。' },
  ],
  attachments: [
    {
      fileId: '0f8fad5b-d9cb-469f-a165-70867728950e',
      name: '清单.pdf',
      format: 'pdf',
      size: 9,
      sha256: 'ab'.repeat(32),
      sm3: 'cd'.repeat(32),
    },
  ],
};

function edited(change: (copy: DocumentContent) => void): DocumentContent {
  const copy = structuredClone(report);
  change(copy);
  return copy;
}

const first = makeParts(report, [], random);
const whole = { kind: 'whole' } as const;

describe('parts of a version', () => {
  it('read back as the content they were made from', () => {
    expect(readParts(first)).toEqual(report);
  });

  it('keep the salt of what did not change and renew it where it did', () => {
    const second = makeParts(
      edited((copy) => (copy.body[1]!.text = '改')),
      first,
      random,
    );
    const salt = (parts: typeof first, id: string) => parts.find((part) => part.id === id)!.salt;
    expect(salt(second, 'b.b1')).toBe(salt(first, 'b.b1'));
    expect(salt(second, 'b.b2')).not.toBe(salt(first, 'b.b2'));
    expect(versionRoot(second).sha256).not.toBe(versionRoot(first).sha256);
    expect(versionRoot(makeParts(report, first, random)).sm3).toBe(versionRoot(first).sm3);
  });
});

describe('a sign-off on the whole document', () => {
  it.each([
    [
      'a slip of the pen',
      (copy: DocumentContent) => {
        copy.body[0]!.text = '现将我镇2026年第三季度安全生产工作状况报告如下。';
      },
      true,
    ],
    [
      'a figure (87 to 88)',
      (copy: DocumentContent) => {
        copy.body[1]!.text = copy.body[1]!.text.replace('87', '88');
      },
      false,
    ],
    [
      'a negation',
      (copy: DocumentContent) => {
        copy.body[2]!.text = '不特此报告。';
      },
      false,
    ],
    [
      'a block added',
      (copy: DocumentContent) => {
        copy.body.push({ id: 'b4', kind: 'paragraph', text: '附' });
      },
      false,
    ],
    [
      'a block removed',
      (copy: DocumentContent) => {
        copy.body.pop();
      },
      false,
    ],
    [
      'two blocks exchanged',
      (copy: DocumentContent) => {
        copy.body.reverse();
      },
      false,
    ],
    [
      'the receivers',
      (copy: DocumentContent) => {
        copy.fields.mainReceivers = '青槐县民政府';
      },
      false,
    ],
    [
      'another file attached',
      (copy: DocumentContent) => {
        copy.attachments[0]!.sha256 = 'ef'.repeat(32);
      },
      false,
    ],
    [
      'a field added',
      (copy: DocumentContent) => {
        copy.fields.note = '此件公开';
      },
      false,
    ],
  ] as const)('after %s claimed as 文字订正: stands = %3$s', (_name, change, stands) => {
    const second = makeParts(edited(change), first, random);
    const changes = changesBetween(first, second, 'slip');
    expect(changes.length).toBeGreaterThan(0);
    expect(signOffStands(whole, first, second, [changes])).toBe(stands);
  });

  it('does not stand when a part was once changed in substance, even if it reads almost the same now', () => {
    const second = makeParts(
      edited((copy) => (copy.body[1]!.text = copy.body[1]!.text.replace('87', '88'))),
      first,
      random,
    );
    const third = makeParts(report, second, random);
    const marks = [changesBetween(first, second, 'slip'), changesBetween(second, third, 'slip')];
    expect(signOffStands(whole, first, third, marks)).toBe(true);
    const fourth = makeParts(
      edited((copy) => (copy.body[1]!.text = '一、工作开展状况。已完成整改87条，整改率95.6%。')),
      third,
      random,
    );
    marks.push(changesBetween(third, fourth, 'slip'));
    expect(signOffStands(whole, first, fourth, marks)).toBe(false);
  });

  it('does not stand when slip after slip has rewritten what was signed', () => {
    const texts = ['一、工作进展情况。已完成', '一、问题进展情况。已完成', '一、问题进展情况。已停止'];
    let parts = first;
    const marks: ReturnType<typeof changesBetween>[] = [];
    for (const text of texts) {
      const next = makeParts(
        edited((copy) => (copy.body[1]!.text = `${text}整改87条，整改率95.6%。`)),
        parts,
        random,
      );
      const changes = changesBetween(parts, next, 'slip');
      expect(changes).toMatchObject([{ kind: 'changed', mark: 'slip' }]);
      marks.push(changes);
      parts = next;
    }
    expect(signOffStands(whole, first, parts, marks)).toBe(false);
  });

  it('does not stand when paragraphs changed places under cover of a slip in each', () => {
    const second = makeParts(
      edited((copy) => {
        const [one, two, three] = copy.body as [Block, Block, Block];
        copy.body = [
          one,
          { ...three, text: '特此汇报。' },
          { ...two, text: two.text.replace('情况', '状况') },
        ];
      }),
      first,
      random,
    );
    const changes = changesBetween(first, second, 'slip');
    expect(changes.map((change) => change.mark)).toContain('substantive');
    expect(signOffStands(whole, first, second, [changes])).toBe(false);
  });

  it('covers only what its selector names', () => {
    const second = makeParts(
      edited((copy) => (copy.fields.printedBy = '党政办')),
      first,
      random,
    );
    const body = { kind: 'under', part: 'body' } as const;
    const changes = changesBetween(first, second, 'substantive');
    expect(signOffStands(body, first, second, [changes])).toBe(true);
    expect(resolveSelector(body, first)).toEqual(resolveSelector(body, second));
    expect(signOffStands(whole, first, second, [changes])).toBe(false);
  });
});

describe('changes', () => {
  it('are empty exactly when nothing changed, whatever the texts', () => {
    const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
    console.log(`changes of parts: YIWEN_SEED=${seed}`);
    const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const of = (list: string[]) =>
          edited((copy) => (copy.body = list.map((text, i) => ({ id: `x${i}`, kind: 'paragraph', text }))));
        const old = makeParts(of(before), [], random);
        const now = makeParts(of(after), old, random);
        expect(changesBetween(old, now, 'slip').length === 0).toBe(
          JSON.stringify(before) === JSON.stringify(after),
        );
      }),
      { seed, numRuns: 100 * Number(process.env.YIWEN_SOAK ?? 1) },
    );
  });
});
