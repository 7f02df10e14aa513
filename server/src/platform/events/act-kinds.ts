import type { z } from 'zod';
import type { Words } from '../errors/registry.ts';

/** How a kind of act is shown to a reader. */
export type ActWords = Words;

/** A declared kind of act: `module.verb` with a versioned body schema. */
export type ActKind<T = unknown> = {
  readonly kind: string;
  readonly version: number;
  readonly schema: z.ZodType<T>;
  readonly label: ActWords;
};

const kinds = new Map<string, ActKind>();

/**
 * Declares a kind of act at module load. The module that owns the act declares it; `contract/events.json` is
 * generated from here. Recording an act of an undeclared kind is an assertion.
 */
export function declareAct<T>(act: ActKind<T>): ActKind<T> {
  if (!/^[a-z][a-z-]*\.[a-z][a-z0-9-]*$/.test(act.kind)) {
    throw new Error(`act kind ${act.kind} is not of the form module.verb`);
  }
  const known = kinds.get(act.kind);
  if (known && known !== act && (known.version !== act.version || known.label.zh !== act.label.zh)) {
    throw new Error(`act kind ${act.kind} is declared twice`);
  }
  kinds.set(act.kind, act as ActKind);
  return act;
}

/** The declared kind, or undefined. */
export function actKind(kind: string): ActKind | undefined {
  return kinds.get(kind);
}

/** All declared kinds, sorted. */
export function actKinds(): ActKind[] {
  return [...kinds.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
}
