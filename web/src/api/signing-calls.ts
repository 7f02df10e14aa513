import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ApprovalSignature, ApprovalStatement } from '@yiwen/trust/approvals';
import { type Answer, call } from './call.ts';
import type { paths } from './generated/openapi.ts';
import { request } from './request.ts';
import type { ActBody } from './types.ts';

/** My signing keys, the organ's rule, and which verbs are signed. */
export type MySigning = Answer<NonNullable<paths['/api/v1/me/signing']['get']>>;
/** One of my keys. */
export type SigningKey = MySigning['keys'][number];
/** One act about to be done. */
export type PreparedAct = { matterId: string; stepId: string; verb: string; body: ActBody };
/** Why one of several acts was not done. */
export type Refused = { code: string; message: { zh: string; en: string } };

/** My keys as they are now. */
export const readMySigning = (): Promise<MySigning> => call('get', '/api/v1/me/signing');

/** Query key of {@link useMySigning}. */
export const signingKeys = ['signing'] as const;

/** My keys, kept for a while: they are asked for at every sign-off. */
export function useMySigning(): UseQueryResult<MySigning> {
  return useQuery({ queryKey: signingKeys, queryFn: readMySigning, staleTime: 60_000 });
}

/** Enrols a key pair made here; `body` is what `newKey` of the contract says. */
export const enrolSigningKey = (body: unknown) => request<MySigning>('POST', '/api/v1/me/signing/keys', body);
/** Enrols a passkey that signs by itself. */
export const enrolSigningPasskey = (body: unknown) =>
  request<MySigning>('POST', '/api/v1/me/signing/passkeys', body);
/** Ends one of my keys. */
export const revokeSigningKey = (id: string, reason: 'lost' | 'replaced' | 'left'): Promise<MySigning> =>
  call('post', '/api/v1/me/signing/keys/{id}/revoke', { path: { id }, body: { reason } });
/** Whether sign-offs of the organ need a personal signature. */
export const setSigningRule = (rule: 'offered' | 'required') =>
  call('put', '/api/v1/signing/rule', { body: { rule } });
/** What these acts would say; nothing is done. `null` where an act was already done under its key. */
export const prepareActs = (items: readonly PreparedAct[]) =>
  request<{ items: ({ done: ApprovalStatement | null } | { refused: Refused })[] }>(
    'POST',
    '/api/v1/signing/prepare',
    { items },
  );
/** A signature as an act carries it. */
export type ActSignature = ApprovalSignature;
/** Whom this node asks to believe, as the text of a trust list. */
export async function readTrustList(): Promise<string | null> {
  const response = await fetch('/trust/demo.json').catch(() => null);
  return response?.ok ? await response.text() : null;
}
