import { describe, expect, it } from 'vitest';
import { checkDraft } from './check-draft.ts';
import type { DocumentContent } from './content.ts';
import { documentKinds, isUpward } from './document-kinds.ts';

const notice: DocumentContent = {
  kind: '通知',
  form: '文件',
  fields: {
    organMark: ['禾汀镇人民政府'],
    withWenjian: true,
    title: '禾汀镇人民政府关于做好参保缴费工作的通知',
    mainReceivers: '各村（居）民委员会，镇属有关单位',
    signature: ['禾汀镇人民政府'],
  },
  body: [{ id: 'b1', kind: 'paragraph', text: '现通知如下。' }],
  attachments: [],
};

function codes(change: (copy: DocumentContent) => void): string[] {
  const copy = structuredClone(notice);
  change(copy);
  return checkDraft(copy).map((finding) => `${finding.severity}:${finding.code}@${finding.place}`);
}

function upward(kind: string, text: string) {
  return (copy: DocumentContent): void => {
    copy.kind = kind;
    copy.form = '上行';
    copy.fields.title = `禾汀镇人民政府关于前垄坝桥的${kind}`;
    copy.fields.mainReceivers = '青槐县人民政府';
    copy.fields.note = '联系人：周九，联系电话：000-00000009';
    copy.body = [{ id: 'b1', kind: 'paragraph', text }];
  };
}

describe('行文规则', () => {
  it('finds nothing against a plain 通知', () => {
    expect(codes(() => {})).toEqual([]);
  });

  it('knows the fifteen 文种 and which of them only go up', () => {
    expect(documentKinds).toHaveLength(15);
    expect(documentKinds.filter((one) => isUpward(one.kind, '文件')).map((one) => one.kind)).toEqual([
      '报告',
      '请示',
    ]);
    expect(isUpward('意见', '上行')).toBe(true);
  });

  it('lets a 请示 ask and a 报告 report', () => {
    expect(codes(upward('请示', '特请县人民政府安排补助资金160万元。妥否，请批示。'))).toEqual([]);
    expect(codes(upward('报告', '对尚未完成整改的4条隐患逐条明确责任人。特此报告。'))).toEqual([]);
  });

  it.each(['妥否，请批示。', '恳请县人民政府尽快拨付资金。', '请予批准。', '特请安排补助资金。'])(
    'stops a 报告 that asks: %s',
    (text) => {
      expect(codes(upward('报告', text))).toEqual(['error:request-in-report@b1']);
    },
  );

  it.each<[string, (copy: DocumentContent) => void, string[]]>([
    [
      'a 请示 to two superiors',
      (copy) => {
        upward('请示', '妥否，请批示。')(copy);
        copy.fields.mainReceivers = '青槐县人民政府，中共青槐县委员会';
      },
      ['error:request-to-several@mainReceivers'],
    ],
    [
      'an upward document in the wrong layout',
      (copy) => {
        upward('请示', '妥否，请批示。')(copy);
        copy.form = '文件';
      },
      ['error:upward-form-missing@form'],
    ],
    [
      'a 通知 to nobody',
      (copy) => {
        copy.fields.mainReceivers = '';
      },
      ['error:main-receivers-missing@mainReceivers'],
    ],
    [
      'an empty text',
      (copy) => {
        copy.body = [{ id: 'b1', kind: 'paragraph', text: ' ' }];
      },
      ['error:body-missing@body'],
    ],
    [
      'what is no 文种',
      (copy) => {
        copy.kind = '方案';
        copy.fields.title = '禾汀镇防汛方案';
      },
      ['error:kind-unknown@kind'],
    ],
    [
      'a title that ends in a full stop',
      (copy) => {
        copy.fields.title = '关于某事的通知。';
      },
      ['warning:title-without-kind@title', 'warning:title-ends-with-mark@title'],
    ],
    [
      'a document to a leader in person',
      (copy) => {
        copy.fields.mainReceivers = '李四镇长';
      },
      ['warning:addressed-to-a-person@mainReceivers'],
    ],
    [
      'more than five thousand characters',
      (copy) => {
        copy.body = [{ id: 'b1', kind: 'paragraph', text: '字'.repeat(5001) }];
      },
      ['warning:too-long@body'],
    ],
  ])('speaks against %s', (_name, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });
});
