import { describe, expect, it } from 'vitest';
import type { Context } from '../../platform/http/index.ts';
import { makeAuthoriser } from './authorise.ts';

const ctx = (organId: string, ...roles: string[]): Context => ({ organId, roles }) as unknown as Context;

describe('the policy function', () => {
  const authorise = makeAuthoriser(new Map([['documents.draft', ['clerk', 'office-director']]]));

  it('lets the roles of an action do it, and nobody else', () => {
    expect(() => authorise(ctx('a', 'clerk'), 'documents.draft')).not.toThrow();
    expect(() => authorise(ctx('a', 'system-admin'), 'documents.draft')).toThrow(/permissions.denied/);
    expect(() => authorise(ctx('a'), 'documents.draft')).toThrow(/permissions.denied/);
  });

  it('keeps things of another organ out of reach', () => {
    expect(() => authorise(ctx('a', 'clerk'), 'documents.draft', { organId: 'a' })).not.toThrow();
    expect(() => authorise(ctx('a', 'clerk'), 'documents.draft', { organId: 'b' })).toThrow(
      /permissions.denied/,
    );
  });

  it('stops at an action nobody declared and at a role nobody knows', () => {
    expect(() => authorise(ctx('a', 'clerk'), 'documents.burn')).toThrow(/declared by no module/);
    expect(() => makeAuthoriser(new Map([['a.b', ['emperor']]]))).toThrow(/unknown role/);
  });
});
