import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Box, readMatter, readMatters, readOrgans, readPosts, readSession, readTodo } from './calls.ts';
import type { Session } from './types.ts';

/** Names under which answers are kept, so that an act can say what it made old. */
export const keys = {
  session: ['session'] as const,
  todo: ['todo'] as const,
  matters: ['matters'] as const,
  matter: (id: string) => ['matter', id] as const,
  organs: ['organs'] as const,
  posts: (organId: string) => ['posts', organId] as const,
};

/** The session; kept until something changes it. */
export function useSessionQuery() {
  return useQuery({
    queryKey: keys.session,
    queryFn: readSession,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** The session of somebody who is signed in; only used below the gate. */
export function useSession(): Session {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: keys.session,
    queryFn: readSession,
    staleTime: Number.POSITIVE_INFINITY,
    initialData: () => client.getQueryData<Session>(keys.session),
  });
  if (data === undefined) {
    throw new Error('useSession is used outside the session gate');
  }
  return data;
}

/** My to-do list, page after page; looked at again every half minute and on return to the window. */
export function useTodo() {
  const { menu } = useSession();
  return useInfiniteQuery({
    // The three administrators have none, and asking would be refused.
    enabled: menu?.includes('todo') ?? false,
    queryKey: keys.todo,
    queryFn: ({ pageParam }) => readTodo(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 30_000,
  });
}

/** Matters of a box. */
export function useMatters(box: Box, q: string) {
  return useInfiniteQuery({
    queryKey: [...keys.matters, box, q],
    queryFn: ({ pageParam }) => readMatters(box, q, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
}

/** One matter; while something is on its way (sealing, delivery, the log) it is looked at every two seconds. */
export function useMatter(id: string) {
  return useQuery({
    queryKey: keys.matter(id),
    queryFn: () => readMatter(id),
    refetchInterval: (asked) => {
      const matter = asked.state.data;
      if (matter === undefined) {
        return false;
      }
      const moving =
        matter.sealing?.state === 'requested' ||
        matter.timeline.some((entry) => entry.logged === null) ||
        matter.deliveries.some((delivery) => delivery.state === 'sending');
      return moving ? 2_000 : 20_000;
    },
  });
}

/** Organs to send to. */
export function useOrgans() {
  return useQuery({ queryKey: keys.organs, queryFn: readOrgans, staleTime: 300_000 });
}

/** Posts of my organ. */
export function usePosts(organId: string) {
  return useQuery({
    queryKey: keys.posts(organId),
    queryFn: () => readPosts(organId),
    staleTime: 300_000,
    enabled: organId !== '',
  });
}
