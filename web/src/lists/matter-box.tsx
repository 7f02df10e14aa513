import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Box, type MatterRow, useMatters } from '../api/index.ts';
import { Badge, Empty, Fault, listDate, moveRow, Skeleton, useKeys } from '../design/index.ts';
import { fill, useWords } from '../words/index.ts';
import { MoreRows } from './more-rows.tsx';

/** The rows of one box (收文, 发文, 传阅 …), with its own empty state. */
export function MatterBox({
  box,
  q,
  emptyTitle,
  emptyHelp,
  emptyAct,
}: {
  box: Box;
  q: string;
  emptyTitle: string;
  emptyHelp: string;
  emptyAct?: ReactNode;
}) {
  const words = useWords();
  const list = useMatters(box, q);
  useKeys([
    { key: 'j', says: words.keyboard.down, group: words.keyboard.lists, run: () => moveRow(1) },
    { key: 'k', says: words.keyboard.up, group: words.keyboard.lists, run: () => moveRow(-1) },
  ]);
  if (list.isPending) {
    return <Skeleton rows={6} />;
  }
  if (list.isError) {
    return <Fault error={list.error} onRetry={() => list.refetch()} />;
  }
  const rows = list.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return q === '' ? (
      <Empty title={emptyTitle} help={emptyHelp}>
        {emptyAct}
      </Empty>
    ) : (
      <Empty title={fill(words.box.emptyFind, { q })} help={words.box.emptyFindHelp} />
    );
  }
  return (
    <>
      <ul className="list">
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      <MoreRows has={list.hasNextPage} busy={list.isFetchingNextPage} onMore={() => list.fetchNextPage()} />
    </>
  );
}

function Row({ row }: { row: MatterRow }) {
  const words = useWords();
  const open = row.state !== 'closed';
  const inside = (
    <>
      <span className="matter-row-title">
        <span className="strong">{row.title || words.draft.untitled}</span>
        <span className="muted small">
          {[row.number, row.counterpart].filter((part) => part).join(' · ')}
        </span>
      </span>
      <span className="matter-row-state small">
        {open ? (
          <span>
            {row.holders.length > 0
              ? fill(words.box.holder, { who: row.holders.join('、') })
              : words.states.open}
          </span>
        ) : (
          <Badge look="ok">✓ {words.states.closed}</Badge>
        )}
        <span className="muted">{listDate(row.updatedAt)}</span>
      </span>
    </>
  );
  return (
    <li>
      <Link
        to={row.kind === 'seal-use' ? '/seals/uses/$id' : '/matters/$id'}
        params={{ id: row.id }}
        className="list-row matter-row"
        data-row
      >
        {inside}
      </Link>
    </li>
  );
}
