/** The fifteen 文种 of 党政机关公文处理工作条例 art. 8 and what of their rules data alone can check. */

/** Which way a document of a kind may go: up, level, down, published. */
export type Direction = 'up' | 'level' | 'down' | 'published';

/** One 文种. */
export type DocumentKind = {
  readonly kind: string;
  readonly directions: readonly Direction[];
  /** Whether a 主送机关 must stand in it. */
  readonly mainReceivers: 'required' | 'optional';
};

/** All 文种, in the order of the regulation. */
export const documentKinds: readonly DocumentKind[] = [
  { kind: '决议', directions: ['down', 'published'], mainReceivers: 'optional' },
  { kind: '决定', directions: ['down'], mainReceivers: 'optional' },
  { kind: '命令', directions: ['down', 'published'], mainReceivers: 'optional' },
  { kind: '公报', directions: ['published'], mainReceivers: 'optional' },
  { kind: '公告', directions: ['published'], mainReceivers: 'optional' },
  { kind: '通告', directions: ['published'], mainReceivers: 'optional' },
  { kind: '意见', directions: ['up', 'level', 'down'], mainReceivers: 'optional' },
  { kind: '通知', directions: ['down'], mainReceivers: 'required' },
  { kind: '通报', directions: ['down'], mainReceivers: 'optional' },
  { kind: '报告', directions: ['up'], mainReceivers: 'required' },
  { kind: '请示', directions: ['up'], mainReceivers: 'required' },
  { kind: '批复', directions: ['down'], mainReceivers: 'required' },
  { kind: '议案', directions: ['level'], mainReceivers: 'required' },
  { kind: '函', directions: ['level'], mainReceivers: 'required' },
  { kind: '纪要', directions: ['down'], mainReceivers: 'optional' },
];

/** Names of all 文种. */
export const documentKindNames = documentKinds.map((one) => one.kind);

/** The 文种 of this name. */
export function documentKindOf(kind: string): DocumentKind | undefined {
  return documentKinds.find((one) => one.kind === kind);
}

/** Whether a document goes up: by its kind alone, or by the layout chosen for it. Art. 9: then it names its signer. */
export function isUpward(kind: string, form: string): boolean {
  const directions = documentKindOf(kind)?.directions ?? [];
  return form === '上行' || (directions.length === 1 && directions[0] === 'up');
}
