import { randomUUID } from 'node:crypto';

/** Body of `POST /api/v1/drafts`: a short 通知 of the organ, complete enough to be sealed. */
export function noticeDraft(organName: string, matterId: string): Record<string, unknown> {
  return {
    matterId,
    key: randomUUID(),
    kind: '通知',
    form: '文件',
    fields: {
      organMark: [organName],
      withWenjian: true,
      title: '测试镇人民政府关于做好冬季防火工作的通知',
      mainReceivers: '各村民委员会',
      signature: ['测试镇人民政府'],
      printedBy: '测试镇党政办公室',
    },
    body: [{ id: 'b1', kind: 'paragraph', text: '现就做好冬季防火工作通知如下。请各村民委员会认真落实。' }],
  };
}
