import { call } from './call.ts';
import type { paths } from './generated/openapi.ts';

type AnswerOf<O> = O extends { responses: { 200: { content: { 'application/json': infer X } } } } ? X : never;
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer X } } } ? X : never;

/** A seal in the register. */
export type Seal = AnswerOf<NonNullable<paths['/api/v1/seals']['get']>>[number];
/** A seal with its rule, certificate and history. */
export type SealPageView = AnswerOf<NonNullable<paths['/api/v1/seals/{id}']['get']>>;
/** The rule of a seal. */
export type SealRule = SealPageView['rule'];
/** A line of the register of uses. */
export type SealUse = AnswerOf<NonNullable<paths['/api/v1/seals/{id}/uses']['get']>>[number];
/** An application for a seal. */
export type SealApplication = BodyOf<NonNullable<paths['/api/v1/seals']['post']>>;
/** An application to seal, as lists show it. */
export type SealUseRow = AnswerOf<NonNullable<paths['/api/v1/seal-uses']['get']>>[number];
/** An application to seal with its steps. */
export type SealUseView = AnswerOf<NonNullable<paths['/api/v1/seal-uses/{id}']['get']>>;
/** What is sent with an application to seal. */
export type SealUseBody = BodyOf<NonNullable<paths['/api/v1/seal-uses']['post']>>;
/** Steps of a seal's life that a person does. */
export type SealStep = 'approve' | 'reject' | 'make' | 'file' | 'suspend' | 'resume' | 'revoke' | 'destroy';

/** Seals of the own organ, those in use first. */
export const readSeals = () => call('get', '/api/v1/seals');
/** One seal. */
export const readSeal = (id: string) => call('get', '/api/v1/seals/{id}', { path: { id } });
/** The register of uses of a seal. */
export const readSealUses = (id: string) => call('get', '/api/v1/seals/{id}/uses', { path: { id } });
/** Applies for a seal. */
export const applyForSeal = (body: SealApplication) => call('post', '/api/v1/seals', { body });
/** Sets the rule of a seal. */
export const setSealRule = (id: string, body: SealRule) =>
  call('put', '/api/v1/seals/{id}/rule', { path: { id }, body });

/** What a step of a seal's life takes. */
export type SealStepBody = {
  note?: string;
  authority?: string;
  number?: string;
  day?: string;
  compromised?: boolean;
};

/** Does one step of a seal's life. */
export function stepSeal(id: string, step: SealStep, given: SealStepBody): Promise<SealPageView> {
  const { note = '', authority = '', number = '', day = '', compromised = false } = given;
  const path = { id };
  const said = note === '' ? {} : { note };
  switch (step) {
    case 'approve':
      return call('post', '/api/v1/seals/{id}/approve', { path, body: said });
    case 'make':
      return call('post', '/api/v1/seals/{id}/make', { path, body: said });
    case 'file':
      return call('post', '/api/v1/seals/{id}/file', { path, body: { authority, number, day, ...said } });
    case 'revoke':
      return call('post', '/api/v1/seals/{id}/revoke', { path, body: { note, compromised } });
    case 'reject':
      return call('post', '/api/v1/seals/{id}/reject', { path, body: { note } });
    case 'suspend':
      return call('post', '/api/v1/seals/{id}/suspend', { path, body: { note } });
    case 'resume':
      return call('post', '/api/v1/seals/{id}/resume', { path, body: { note } });
    case 'destroy':
      return call('post', '/api/v1/seals/{id}/destroy', { path, body: { note } });
  }
}

/** Applications to seal. */
export const readUses = () => call('get', '/api/v1/seal-uses');
/** Seals the reader may ask for. */
export const readSealChoices = () => call('get', '/api/v1/seal-uses/choices');
/** One application to seal. */
export const readUse = (id: string) => call('get', '/api/v1/seal-uses/{id}', { path: { id } });
/** Applies to seal a file. */
export const applyToSeal = (body: SealUseBody) => call('post', '/api/v1/seal-uses', { body });
