/** A demonstration authority, two people with the same name and different ids, and acts they approve. */

import { randomBytes } from 'node:crypto';
import { type DemoAuthority, makeDemoAuthority } from '../certificates/index.ts';
import { digestContent } from '../content/index.ts';
import type { PersonalKey } from './sign-approval.ts';
import { type ApprovalStatement, opinionDigest } from './statement.ts';

export const AT = Date.parse('2026-11-24T04:00:00Z');
const YEAR_MS = 365 * 24 * 3600 * 1000;
export const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));

export const authority: DemoAuthority = makeDemoAuthority({ random, now: AT - YEAR_MS });

export function personalKey(
  personId: string,
  name: string,
  algorithm: PersonalKey['algorithm'] = 'sm2-sm3',
  from: DemoAuthority = authority,
): PersonalKey {
  const issued = from.issue(
    { commonName: name, organisation: '青河镇人民政府', serialNumber: personId },
    { purpose: 'person', algorithm, notBefore: AT - 1000, notAfter: AT + YEAR_MS },
  );
  return { algorithm, privateKey: issued.privateKey, certificate: issued.certificate, chain: issued.chain };
}

export const version = digestContent({ text: '关于做好防汛工作的通知' });

export function statement(part: Partial<ApprovalStatement> = {}): ApprovalStatement {
  return {
    v: 1,
    type: 'yiwen.approval',
    organ: 'organ-1',
    matter: 'matter-1',
    doc: 'doc-1',
    flow: 'dispatch@1',
    node: 'approve',
    step: 'step-1',
    verb: 'approve',
    version,
    opinion: opinionDigest({ opinion: '同意。' }),
    choices: { handlers: ['post-2'], copies: 30 },
    actor: { personId: 'person-1', name: '张三', postId: 'post-1', post: '镇长' },
    key: 'key-1',
    claimedAt: '2026-11-24T12:00:00+08:00',
    ...part,
  };
}

/** The event body of the act that `statement()` approves. */
export function bodyOf(
  said: ApprovalStatement,
  signature: unknown,
  opinion = '同意。',
): Record<string, unknown> {
  return {
    v: 1,
    type: 'documents.approved',
    organ: said.organ,
    at: new Date(AT).toISOString(),
    actor: said.actor,
    doc: said.doc,
    matter: said.matter,
    data: {
      flow: said.flow,
      node: said.node,
      verb: said.verb,
      stepId: said.step,
      root: said.version,
      opinion,
      ...(signature === undefined ? {} : { signature }),
    },
  };
}
