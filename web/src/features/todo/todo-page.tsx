import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { type TodoItem, useSession, useTodo } from '../../api/index.ts';
import {
  Badge,
  Empty,
  Fault,
  Lamp,
  listTime,
  moveRow,
  paperDate,
  Skeleton,
  Urgency,
  useKeys,
} from '../../design/index.ts';
import { MoreRows, SearchBox } from '../../lists/index.ts';
import { fill, say, useWords } from '../../words/index.ts';

/** 待办: what is asked of me, the most pressing first (the server's order). */
export function TodoPage() {
  const words = useWords();
  const todo = useTodo();
  const session = useSession();
  const { q = '' } = useSearch({ from: '/todo' });
  const navigate = useNavigate({ from: '/todo' });
  const find = useCallback(
    (next: string) => navigate({ search: next === '' ? {} : { q: next }, replace: true }),
    [navigate],
  );
  useKeys([
    { key: 'j', says: words.keyboard.down, group: words.keyboard.lists, run: () => moveRow(1) },
    { key: 'k', says: words.keyboard.up, group: words.keyboard.lists, run: () => moveRow(-1) },
  ]);
  const all = todo.data?.pages.flatMap((page) => page.items) ?? [];
  const count = todo.data?.pages[0]?.count ?? all.length;
  const rows = q === '' ? all : all.filter((item) => matches(item, q));
  const mayDraft = session.menu?.includes('outgoing') ?? false;
  return (
    <div className="page">
      <div className="page-head">
        <h1>
          {words.todo.title}
          {count > 0 ? <span className="muted"> {fill(words.todo.count, { n: count })}</span> : null}
        </h1>
        {all.length > 5 || q !== '' ? <SearchBox label={words.todo.find} value={q} onSearch={find} /> : null}
      </div>
      {todo.isPending ? <Skeleton rows={6} /> : null}
      {todo.isError ? <Fault error={todo.error} onRetry={() => todo.refetch()} /> : null}
      {todo.data && all.length === 0 ? (
        <Empty title={words.todo.empty} help={words.todo.emptyHelp}>
          {mayDraft ? (
            <Link to="/drafts/new" className="button">
              {words.todo.emptyAct}
            </Link>
          ) : null}
        </Empty>
      ) : null}
      {all.length > 0 && rows.length === 0 ? (
        <p className="muted">{fill(words.todo.nothing, { q })}</p>
      ) : null}
      {rows.length > 0 ? (
        <ul className="list">
          {rows.map((item) => (
            <Row key={item.stepId} item={item} />
          ))}
        </ul>
      ) : null}
      <MoreRows
        has={todo.hasNextPage && q === ''}
        busy={todo.isFetchingNextPage}
        onMore={() => todo.fetchNextPage()}
      />
    </div>
  );
}

function matches(item: TodoItem, q: string): boolean {
  const wanted = q.trim();
  return [item.title, item.number ?? '', item.from?.name ?? '', say(item.asked)].some((text) =>
    text.includes(wanted),
  );
}

/** Where a thing is done: drafts and applications to seal have pages of their own. */
function placeOf(item: TodoItem): '/drafts/$id' | '/seals/uses/$id' | '/matters/$id' {
  if (item.matterKind === 'seal-use') {
    return '/seals/uses/$id';
  }
  return item.node === 'draft' ? '/drafts/$id' : '/matters/$id';
}

function Row({ item }: { item: TodoItem }) {
  const words = useWords();
  return (
    <li>
      <Link to={placeOf(item)} params={{ id: item.matterId }} className="list-row todo-row" data-row>
        <span className="todo-asked">{say(item.asked)}</span>
        <span className="todo-title">
          <span className="strong">
            {item.urgency ? (
              <>
                <Urgency value={item.urgency} />{' '}
              </>
            ) : null}
            {item.urged ? (
              <>
                <Badge look="warn">{fill(words.todo.urged, { n: item.urged })}</Badge>{' '}
              </>
            ) : null}
            {item.title}
          </span>
          <span className="muted small">
            {[
              item.number,
              item.from ? fill(words.todo.from, { name: item.from.name }) : null,
              listTime(item.openedAt),
            ]
              .filter((part) => part)
              .join(' · ')}
          </span>
        </span>
        {item.deadline ? (
          <span className="todo-when">
            {typeof item.workingDaysLeft === 'number' ? <Lamp daysLeft={item.workingDaysLeft} /> : null}
            <span className="muted small">
              {fill(words.deadline.until, { date: paperDate(item.deadline) })}
            </span>
          </span>
        ) : null}
      </Link>
    </li>
  );
}
