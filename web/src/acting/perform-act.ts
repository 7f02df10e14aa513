import type { QueryClient } from '@tanstack/react-query';
import { type ActAnswer, type ActBody, act, keys, type MatterView } from '../api/index.ts';

/** Does one thing in a matter and makes everything that it changed be read again. */
export async function performAct(
  client: QueryClient,
  matter: Pick<MatterView, 'id' | 'revision'>,
  stepId: string,
  verb: string,
  body: Omit<ActBody, 'expected'>,
): Promise<ActAnswer> {
  try {
    return await act(matter.id, stepId, verb, { ...body, expected: matter.revision });
  } finally {
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.matter(matter.id) }),
      client.invalidateQueries({ queryKey: keys.todo }),
      client.invalidateQueries({ queryKey: keys.matters }),
    ]);
  }
}
