import { type TodoItem, useTodo } from '../../api/index.ts';

/** Where this matter stands in the pile of things asked of me. */
export type Queue = {
  at: number;
  count: number;
  mine: TodoItem | null;
  next: TodoItem | null;
  previous: TodoItem | null;
};

/** The pile around a matter; `at` counts from 1, 0 when the matter is not in it. */
export function useQueue(matterId: string): Queue {
  const todo = useTodo();
  // Applications to seal have a page of their own.
  const items = (todo.data?.pages.flatMap((page) => page.items) ?? []).filter(
    ({ matterKind }) => matterKind !== 'seal-use',
  );
  const count = todo.data?.pages[0]?.count ?? items.length;
  const at = items.findIndex((item) => item.matterId === matterId);
  const others = items.filter((item) => item.matterId !== matterId);
  return {
    at: at + 1,
    count,
    mine: items[at] ?? null,
    next: at >= 0 ? (items[at + 1] ?? null) : (others[0] ?? null),
    previous: at > 0 ? (items[at - 1] ?? null) : null,
  };
}
