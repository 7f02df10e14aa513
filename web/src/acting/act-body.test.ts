import { describe, expect, it } from 'vitest';
import type { Ink, Verb } from '../api/types.ts';
import { zh } from '../words/zh.ts';
import { bodyOf, EMPTY, type Filled, faultsOf } from './act-body.ts';

function verb(needs: Verb['needs'], may: Verb['needs'] = []): Verb {
  return { verb: 'x', label: { zh: '办', en: 'Do' }, primary: true, needs, may };
}
const filled = (part: Partial<Filled>): Filled => ({ ...EMPTY, ...part });
const ink: Ink = {
  v: 1,
  page: 1,
  box: { xMm: 0, yMm: 0, wMm: 60, hMm: 30 },
  startedAt: '2026-11-23T01:00:00.000Z',
  device: { pointerType: 'pen', dpr: 1 },
  strokes: [{ tool: 'pen', color: '#1f1d1a', widthMm: 0.6, t0Ms: 0, points: [[0, 0, 500, 0, 0, 0]] }],
};

describe('what a verb asks for', () => {
  it('says beside each input what is missing, and nothing about what may be left out', () => {
    expect(faultsOf(verb(['reason', 'receivers'], ['opinion']), EMPTY, null, zh)).toEqual({
      reason: zh.act.needReason,
      receivers: zh.act.needReceivers,
    });
  });

  it('takes handwriting for an opinion where the verb takes ink', () => {
    expect(faultsOf(verb(['opinion'], ['ink']), EMPTY, ink, zh)).toEqual({});
    expect(faultsOf(verb(['opinion']), EMPTY, ink, zh)).toEqual({ opinion: zh.act.needOpinion });
  });

  it('wants a handler or a reader when a paper is handed on to both kinds', () => {
    const instruct = verb([], ['opinion', 'handlers', 'readers']);
    expect(faultsOf(instruct, EMPTY, null, zh)).toEqual({ handlers: zh.act.needHandlersOrReaders });
    expect(faultsOf(instruct, filled({ readers: ['a'] }), null, zh)).toEqual({});
  });

  it('does not take blanks for words or nought for copies', () => {
    expect(faultsOf(verb(['opinion', 'copies']), filled({ opinion: ' \n', copies: '0' }), null, zh)).toEqual({
      opinion: zh.act.needOpinion,
      copies: zh.act.needCopies,
    });
  });
});

describe('what is sent with a verb', () => {
  it('is only what the verb takes and what was given', () => {
    const given = filled({ opinion: ' 同意。 ', reason: '没有用到', deadline: '', copies: '30' });
    expect(bodyOf(verb([], ['opinion', 'deadline', 'copies']), given, ink, 'k')).toEqual({
      key: 'k',
      opinion: '同意。',
      copies: 30,
    });
  });

  it('names the first handler as lead unless another chosen one leads', () => {
    const takes = verb([], ['handlers']);
    expect(bodyOf(takes, filled({ handlers: ['a', 'b'] }), null, 'k').lead).toBe('a');
    expect(bodyOf(takes, filled({ handlers: ['a', 'b'], lead: 'b' }), null, 'k').lead).toBe('b');
    expect(bodyOf(takes, filled({ handlers: ['a', 'b'], lead: 'gone' }), null, 'k').lead).toBe('a');
  });
});
