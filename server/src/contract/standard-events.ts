/**
 * The events that the law on official documents and archives asks to be traceable, and the kinds of act that record each
 * here. They are the first entries of an open registry: modules add kinds freely; none of these may be without one. The
 * source counts 27 and names 28.
 */

/** One event of the registry. */
export type StandardEvent = {
  /** Name in the registry. */
  name: string;
  /** Term of the regulation. */
  zh: string;
  /** Kinds of act that record it; the first is the usual one. */
  acts: readonly string[];
};

/** The registry's first entries, in the order of a document's life. */
export const standardEvents: readonly StandardEvent[] = [
  { name: 'doc.drafted', zh: '起草', acts: ['documents.drafted'] },
  // A new version comes of a correction, of a submission with changes, or of the final text being set.
  { name: 'doc.revised', zh: '修改成稿', acts: ['documents.corrected', 'documents.submitted', 'documents.rendered'] },
  { name: 'doc.countersigned', zh: '会签', acts: ['documents.countersigned'] },
  { name: 'doc.reviewed', zh: '审核', acts: ['documents.reviewed'] },
  { name: 'doc.approved', zh: '签发', acts: ['documents.approved'] },
  { name: 'doc.rechecked', zh: '复核', acts: ['documents.rechecked'] },
  { name: 'doc.numbered', zh: '登记编号', acts: ['documents.registered'] },
  // Two acts: what is to be sealed is committed and logged before any key signs.
  { name: 'doc.sealed', zh: '用印', acts: ['sealing.sealed', 'sealing.requested', 'sealing.failed'] },
  { name: 'doc.issued', zh: '核发', acts: ['exchange.released'] },
  // Releasing sends: what a person does is one act; that it arrived is the receipt.
  { name: 'doc.sent', zh: '分送', acts: ['exchange.released', 'exchange.receipt-received'] },
  { name: 'doc.received', zh: '签收', acts: ['circulation.signed-for', 'circulation.received'] },
  { name: 'doc.returned', zh: '退文', acts: ['circulation.refused', 'documents.returned', 'workflow.returned'] },
  { name: 'doc.registered', zh: '收文登记', acts: ['circulation.registered'] },
  { name: 'doc.screened', zh: '初审、拟办', acts: ['circulation.proposed'] },
  { name: 'doc.instructed', zh: '批示', acts: ['circulation.instructed'] },
  {
    name: 'doc.assigned',
    zh: '承办、转办',
    acts: ['circulation.referred', 'circulation.reassigned', 'workflow.transferred', 'workflow.forked', 'workflow.passed'],
  },
  { name: 'doc.read', zh: '传阅阅知', acts: ['circulation.read'] },
  { name: 'doc.urged', zh: '催办', acts: ['workflow.urged'] },
  { name: 'doc.answered', zh: '答复、办结', acts: ['circulation.replied', 'circulation.handled', 'circulation.closed'] },
  { name: 'doc.archived', zh: '归档', acts: ['doc.archived', 'circulation.filed'] },
  { name: 'doc.revoked', zh: '撤销、废止', acts: ['doc.revoked', 'documents.discarded'] },
  { name: 'doc.destroyed', zh: '清退、销毁', acts: ['doc.destroyed'] },
  { name: 'doc.exported', zh: '打印、下载', acts: ['doc.exported', 'evidence.exported'] },
  { name: 'auth.delegated', zh: '授权代行', acts: ['directory.delegated'] },
  {
    name: 'auth.key-changed',
    zh: '证书、印章变更',
    acts: ['directory.factor-added', 'directory.factors-reset', 'directory.password-changed', 'sealing.seal-made'],
  },
  { name: 'log.anchored', zh: '日志存证', acts: ['log.anchored'] },
  { name: 'log.timestamped', zh: '日志加盖时间戳', acts: ['log.timestamped'] },
  { name: 'policy.changed', zh: '见证策略变更', acts: ['log.policy-changed'] },
];
