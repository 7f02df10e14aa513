import type { QueryClient } from '@tanstack/react-query';
import { performAct } from '../../acting/index.ts';
import { type MatterView, newId } from '../../api/index.ts';
import { faultTitle, toast } from '../../design/index.ts';
import { fill, type Words } from '../../words/index.ts';

/** 催办 one holder of an open step; answers whether it was sent. */
export async function urge(
  client: QueryClient,
  matter: MatterView,
  stepId: string,
  words: Words,
  who: string,
): Promise<boolean> {
  try {
    await performAct(client, matter, stepId, 'urge', { key: newId() });
    toast(fill(words.matter.urged, { who }));
    return true;
  } catch (error) {
    toast(faultTitle(error, words.errors));
    return false;
  }
}
