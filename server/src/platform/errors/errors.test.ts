import { describe, expect, it } from 'vitest';
import { declareErrors, errorAnswer, errorEntries, OfficeError } from './index.ts';

describe('refusals', () => {
  it('carry a code of the registry, a status and words in both languages', () => {
    for (const entry of errorEntries()) {
      expect(entry.code).toMatch(/^[a-z][a-z-]*\.[a-z][a-z0-9-]*$/);
      expect(entry.status).toBeGreaterThanOrEqual(400);
      expect(entry.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(entry.en).toMatch(/[a-z]/);
    }
  });

  it('answer with message, remedy and details', () => {
    expect(errorAnswer(new OfficeError('permissions.denied', { action: 'a.b' })).error).toMatchObject({
      code: 'permissions.denied',
      message: { en: 'Your present post may not do this.' },
      remedy: { zh: expect.any(String) },
      details: { action: 'a.b' },
    });
  });

  it('cannot be made of an undeclared code, nor declared twice in different words', () => {
    expect(() => new OfficeError('nothing.known')).toThrow(/undeclared error code/);
    expect(() => declareErrors({ 'permissions.denied': { status: 403, zh: '不行', en: 'no' } })).toThrow(
      /twice/,
    );
    expect(() => declareErrors({ NotACode: { status: 400, zh: '错', en: 'x' } })).toThrow(/not of the form/);
  });
});
