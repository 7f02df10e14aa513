import { type ApprovalStatement, opinionDigest } from '@yiwen/trust/approvals';
import { describe, expect, it } from 'vitest';
import { isWhatWasSeen, type Seen } from './sign-acts.ts';

const root = { sha256: 'a'.repeat(64), sm3: 'b'.repeat(64) };
const seen: Seen = {
  matterId: 'matter-1',
  stepId: 'step-1',
  verb: 'approve',
  body: { key: 'key-1', expected: 3, opinion: '同意。', handlers: ['post-2'] },
  personId: 'person-1',
  postIds: ['post-1', 'post-3'],
  organId: 'organ-1',
  doc: 'doc-1',
  onBehalfOf: null,
  root,
};
const statement: ApprovalStatement = {
  v: 1,
  type: 'yiwen.approval',
  organ: 'organ-1',
  matter: 'matter-1',
  doc: 'doc-1',
  flow: 'dispatch@1',
  node: 'approve',
  step: 'step-1',
  verb: 'approve',
  version: root,
  opinion: opinionDigest({ opinion: '同意。' }),
  choices: { handlers: ['post-2'] },
  actor: { personId: 'person-1', name: '张三', postId: 'post-1', post: '镇长' },
  key: 'key-1',
  claimedAt: '2026-11-24T12:00:00Z',
};

describe('what the server prepared for signing', () => {
  it('is signed when it is what stands on the screen', () => {
    expect(isWhatWasSeen(statement, seen)).toBe(true);
  });

  it('is not signed when it leaves out the version on the screen', () => {
    const { version: _, ...without } = statement;
    expect(isWhatWasSeen(without, seen)).toBe(false);
  });

  it.each<[string, Partial<ApprovalStatement>]>([
    ['matter', { matter: 'matter-2' }],
    ['step', { step: 'step-2' }],
    ['verb', { verb: 'return' }],
    ['version', { version: { ...root, sm3: 'c'.repeat(64) } }],
    ['opinion', { opinion: opinionDigest({ opinion: '不同意。' }) }],
    ['handwriting', { ink: root }],
    ['choice', { choices: { handlers: ['post-3'] } }],
    ['further choice', { choices: { handlers: ['post-2'], readers: ['post-3'] } }],
    ['person', { actor: { ...statement.actor, personId: 'person-2' } }],
    ['key', { key: 'key-2' }],
    ['organ', { organ: 'organ-2' }],
    ['document', { doc: 'doc-2' }],
    ['post', { actor: { ...statement.actor, postId: 'post-9' } }],
    [
      'post stood in for',
      {
        actor: {
          ...statement.actor,
          onBehalfOf: { name: '李四', postId: 'post-9', post: '副镇长', delegationId: 'd-1' },
        },
      },
    ],
  ])('is not signed with another %s', (_, part) => {
    expect(isWhatWasSeen({ ...statement, ...part }, seen)).toBe(false);
  });
});
