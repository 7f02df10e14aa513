import { describe, expect, it } from 'vitest';
import '../main.ts';
import { actKinds } from '../platform/events/index.ts';
import { standardEvents } from './standard-events.ts';

describe('the registry of events', () => {
  it('has each of the 28 once, and a declared kind of act for each', () => {
    const names = standardEvents.map((event) => event.name);
    expect(new Set(names).size).toBe(28);
    const declared = new Set(actKinds().map((act) => act.kind));
    for (const { name, acts } of standardEvents) {
      expect(acts.length, name).toBeGreaterThan(0);
      for (const act of acts) {
        expect(declared.has(act), `${name}: ${act}`).toBe(true);
      }
    }
  });
});
