import type { DraftFields, Form, Kind, Post } from '../../api/index.ts';

/** One of the 15 文种 (党政机关公文处理工作条例 art. 8) with the layout it usually has. */
export type DocumentKind = {
  kind: Kind;
  form: Form;
  /** Offered first in a township. */
  usual: boolean;
};

/** The kinds, the most used first; 命令, 公报 and 决议 are left to organs that have that power. */
export const DOCUMENT_KINDS: readonly DocumentKind[] = [
  { kind: '通知', form: '文件', usual: true },
  { kind: '请示', form: '上行', usual: true },
  { kind: '报告', form: '上行', usual: true },
  { kind: '函', form: '信函', usual: true },
  { kind: '通报', form: '文件', usual: true },
  { kind: '纪要', form: '纪要', usual: true },
  { kind: '通告', form: '文件', usual: true },
  { kind: '意见', form: '文件', usual: true },
  { kind: '批复', form: '文件', usual: false },
  { kind: '决定', form: '文件', usual: false },
  { kind: '公告', form: '文件', usual: false },
  { kind: '议案', form: '上行', usual: false },
  { kind: '决议', form: '文件', usual: false },
  { kind: '公报', form: '文件', usual: false },
  { kind: '命令', form: '命令', usual: false },
];

/** The kind by its name; an unknown name is treated like 通知. */
export function kindNamed(name: string): DocumentKind {
  return DOCUMENT_KINDS.find((candidate) => candidate.kind === name) ?? (DOCUMENT_KINDS[0] as DocumentKind);
}

/** Fields of a new draft: everything the system knows already. */
export function freshFields(kind: DocumentKind, post: Post | undefined): DraftFields {
  const organ = post?.organ.name ?? '';
  const minutes = kind.form === '纪要';
  return {
    organMark: [minutes ? `${organ}会议纪要` : organ],
    withWenjian: kind.form === '文件' || kind.form === '上行',
    title: '',
    mainReceivers: '',
    signature: minutes ? [] : [organ],
    ...(post?.unit ? { printedBy: `${organ}${post.unit}` } : {}),
  };
}
