import { afterAll, describe, expect, it } from 'vitest';
import {
  type ProcessingSheet,
  stopEngines,
  typesetProcessingSheet,
  typesetVerificationSheet,
} from '../index.ts';
import { drawnGlyphs } from '../testing/pdf-glyphs.ts';
import { inkPathBox } from './ink-path.ts';

afterAll(stopEngines);

const SHEET: ProcessingSheet = {
  organ: '禾汀镇人民政府',
  sender: '青槐县人民政府办公室',
  senderNumber: '青槐政办发〔2026〕37号',
  receiptNumber: '2026-0412',
  receivedOn: '2026年10月12日',
  title: '青槐县人民政府办公室关于做好2026年秋冬季森林防灭火工作的通知',
  opinions: [
    { place: '拟办', who: '钱七', post: '党政办主任', at: '10月12日 09:31', text: '拟请赵六同志牵头。' },
    {
      place: '批示',
      who: '李四',
      post: '镇长',
      at: '10月12日 10:05',
      text: '同意。',
      inkSvgPath: 'M10 10 L60 12 Q90 20 120 40 Z',
    },
  ],
  date: '2026-10-12',
};

const REPORT = {
  verdict: 'valid',
  sentence: { zh: '文件完好，印章有效（演示无效）。' },
  format: 'ofd',
  signatures: [
    {
      kind: 'seal',
      signer: '禾汀镇人民政府',
      timeSource: 'claimed',
      intact: true,
      trust: 'trusted',
      covers: 'all',
    },
  ],
  findings: [{ severity: 'warning', message: '没有时间戳' }],
  doesNotProve: [{ zh: '不能证明内容是否属实。' }],
  demo: true,
} as const;

const FACTS = {
  fileName: '通知.ofd',
  sha256: 'a'.repeat(64),
  checkedAt: '2026年11月23日',
  checkedBy: '演示节点',
  date: '2026-11-23',
};

const textOf = (pdf: Uint8Array) =>
  drawnGlyphs(pdf)
    .map((g) => g.text)
    .join('');

describe('处理笺', () => {
  it('shows every field and opinion, ink in the place of the 批示', async () => {
    const { pdf, pages } = await typesetProcessingSheet(SHEET);
    expect(pages).toBe(1);
    for (const piece of ['收文处理笺', '青槐政办发〔2026〕37号', '拟请赵六同志牵头。', '李四', '领导批示']) {
      expect(textOf(pdf)).toContain(piece);
    }
    const without = await typesetProcessingSheet({ ...SHEET, opinions: SHEET.opinions.slice(0, 1) });
    expect(pdf.length).toBeGreaterThan(without.pdf.length);
  });

  it('goes on over pages and loses no opinion', async () => {
    const opinions = Array.from({ length: 90 }, (_, i) => ({
      place: '传阅' as const,
      who: `人${i}号`,
      post: '委员',
      at: '10月13日',
      text: '已阅。',
    }));
    const { pdf, pages } = await typesetProcessingSheet({ ...SHEET, opinions });
    expect(pages).toBeGreaterThan(2);
    const text = textOf(pdf);
    expect(opinions.every((o) => text.includes(o.who))).toBe(true);
  });

  it('refuses ink that is no path', async () => {
    const inkSvgPath = 'M0 0"/><script>x</script>';
    const opinions = [{ ...SHEET.opinions[1]!, inkSvgPath }];
    await expect(typesetProcessingSheet({ ...SHEET, opinions })).rejects.toMatchObject({
      code: 'document-invalid',
    });
    expect(inkPathBox('m10,10 l5-5 h10 v1e1')).toEqual([10, 5, 15, 10]);
    expect(inkPathBox('M1.5.5L3 4')).toEqual([1.5, 0.5, 1.5, 3.5]);
  });
});

describe('核验单', () => {
  it('repeats the report on one page', async () => {
    const { pdf, pages } = await typesetVerificationSheet(REPORT, FACTS);
    expect(pages).toBe(1);
    for (const piece of [
      '演示无效',
      '文件完好',
      '证书可信',
      '没有时间戳',
      '不能证明内容是否属实',
      FACTS.sha256,
    ]) {
      expect(textOf(pdf)).toContain(piece);
    }
  });

  it('stays on one page however much the report holds, and says what it left out', async () => {
    const long = '很长'.repeat(200);
    const { pdf, pages } = await typesetVerificationSheet(
      {
        ...REPORT,
        sentence: { zh: long },
        signatures: Array.from({ length: 30 }, () => ({
          ...REPORT.signatures[0],
          signer: long,
          sealName: long,
          time: '2026-10-15',
        })),
        findings: Array.from({ length: 300 }, () => ({
          severity: 'error' as const,
          message: long,
          place: long,
        })),
        doesNotProve: Array.from({ length: 9 }, () => ({ zh: long })),
        metadata: { 标题: long, 发文字号: long, 发文机关: long, 成文日期: long },
      },
      {
        ...FACTS,
        fileName: long,
        sm3: 'b'.repeat(64),
        verify: { url: 'http://localhost:8080/v/7K3M9QXT', code: '7K3M-9QXT' },
      },
    );
    expect(pages).toBe(1);
    expect(textOf(pdf)).toMatch(/另有29\d条/);
  });
});
