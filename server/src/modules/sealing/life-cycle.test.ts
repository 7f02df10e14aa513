import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roles } from '../permissions/index.ts';
import { responsible, type SealState, sealStates, sealVerbs, stateAfter, transitions } from './life-cycle.ts';

const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const runs = 300 * Number(process.env.YIWEN_SOAK ?? 1);
console.log(`life of a seal: YIWEN_SEED=${seed}`);

describe('the life of a seal', () => {
  it('after any sequence of verbs holds what the rules promise', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...sealVerbs), { maxLength: 40 }), (verbs) => {
        let state: SealState | undefined;
        const passed: SealState[] = [];
        for (const verb of verbs) {
          const next = stateAfter(state, verb);
          if (next === undefined) {
            continue;
          }
          // What is destroyed or rejected never moves again; only what is in use is ever used.
          expect(state).not.toBe('destroyed');
          expect(state).not.toBe('rejected');
          if (verb === 'use') {
            expect(state).toBe('in-use');
          }
          if (next === 'in-use') {
            // Nothing comes into use that was not applied for, approved and made, in this order.
            const order = ['applied', 'approved', 'made'].map((one) => passed.indexOf(one as SealState));
            expect(order.every((place) => place >= 0)).toBe(true);
            expect([...order].sort((a, b) => a - b)).toEqual(order);
          }
          if (next === 'destroyed') {
            expect(passed.at(-1)).toBe('revoked');
          }
          passed.push(next);
          state = next;
        }
        expect(passed.filter((one) => one === 'applied').length).toBeLessThanOrEqual(1);
      }),
      { seed, numRuns: runs },
    );
  });

  it('has a responsible role in every state, and every state can be reached', () => {
    const reached = new Set<SealState>();
    const pending: (SealState | undefined)[] = [undefined];
    while (pending.length > 0) {
      const state = pending.pop();
      for (const verb of sealVerbs) {
        const next = stateAfter(state, verb);
        if (next !== undefined && !reached.has(next)) {
          reached.add(next);
          pending.push(next);
        }
      }
    }
    expect([...reached].sort()).toEqual([...sealStates].sort());
    for (const state of sealStates) {
      expect(responsible[state].length).toBeGreaterThan(0);
      expect(responsible[state].every((role) => roles.includes(role))).toBe(true);
    }
  });

  it('lets no one role both approve and make, nor both revoke and destroy', () => {
    const overlap = (one: keyof typeof transitions, other: keyof typeof transitions) =>
      transitions[one].roles.filter((role) => transitions[other].roles.includes(role));
    expect(overlap('apply', 'approve')).toEqual([]);
    expect(overlap('approve', 'make')).toEqual([]);
    expect(overlap('revoke', 'destroy')).toEqual([]);
  });
});
