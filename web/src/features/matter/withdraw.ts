import type { QueryClient } from '@tanstack/react-query';
import { performAct } from '../../acting/index.ts';
import { keys, newId, readMatter } from '../../api/index.ts';
import { faultTitle, toast } from '../../design/index.ts';
import type { Words } from '../../words/index.ts';

/** 撤回 the own last step, if the next person has not opened it; says in words how it went. */
export async function withdraw(client: QueryClient, matterId: string, words: Words): Promise<void> {
  try {
    const fresh = await client.fetchQuery({
      queryKey: keys.matter(matterId),
      queryFn: () => readMatter(matterId),
      staleTime: 0,
    });
    const step = fresh.also.canWithdraw;
    if (!step) {
      toast(words.matter.withdrawLate);
      return;
    }
    await performAct(client, fresh, step.stepId, 'withdraw', { key: newId() });
    toast(words.matter.withdrawn);
  } catch (error) {
    toast(faultTitle(error, words.errors));
  }
}
