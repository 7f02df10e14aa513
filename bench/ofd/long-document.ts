import type { OfficialDocument } from '@yiwen/typesetter';

const sentence =
  '各村（居）民委员会要落实网格责任，逐户排查火灾隐患，重点检查烟花爆竹、液化气瓶、电动自行车充电和独居老人用火用电情况，发现问题当场整改并记入台账，不能当场整改的要明确责任人和时限，整改完成后逐一销号。';

/** An official document of about as many pages: a page holds 22 lines of 28 characters, this paragraph fills 4. */
export function longDocument(pages: number): OfficialDocument {
  return {
    form: '文件',
    withWenjian: true,
    organMark: ['测试镇人民政府'],
    title: '测试镇人民政府关于做好冬季防火工作的通知',
    mainReceivers: '各村（居）民委员会',
    body: Array.from({ length: Math.round((pages - 0.9) * 5.5) }, (_, index) => ({
      id: `b${index + 1}`,
      kind: 'paragraph' as const,
      text: `${index + 1}. ${sentence}`,
    })),
    attachments: [],
    signature: ['测试镇人民政府'],
    date: '2026-11-24',
    sealed: true,
  };
}
