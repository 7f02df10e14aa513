import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { readLedger, readLedgers } from '../../api/index.ts';
import { Button, Empty, Fault, Icon, ScrollTable, Skeleton } from '../../design/index.ts';
import { MoreRows } from '../../lists/index.ts';
import { fill, useWords } from '../../words/index.ts';

/** One ledger, read only; rows come as they are scrolled to. */
export function LedgerPage() {
  const words = useWords();
  const { id } = useParams({ from: '/ledgers/$id' });
  const heads = useQuery({ queryKey: ['ledgers'], queryFn: readLedgers });
  const head = heads.data?.find((ledger) => ledger.id === id);
  const [q, setQ] = useState('');
  const list = useInfiniteQuery({
    queryKey: ['ledger', id],
    queryFn: ({ pageParam }) => readLedger(id, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.next === null ? null : Number(page.next)),
  });
  const columns = head?.columns ?? list.data?.pages[0]?.columns ?? [];
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const wanted = q.trim();
  const shown = wanted === '' ? rows : rows.filter((row) => row.cells.some((cell) => cell.includes(wanted)));
  const name = head?.name ?? list.data?.pages[0]?.name ?? '';
  return (
    <div className="page wide">
      <div className="page-head">
        <h1 className="row">
          <Link to="/ledgers" className="button plain no-print" aria-label={words.nav.back}>
            <Icon name="back" />
          </Link>
          {name}
        </h1>
        <div className="row no-print">
          <input
            className="input toolbar-search"
            type="search"
            aria-label={words.ledgers.searchHere}
            placeholder={words.ledgers.searchHere}
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
          <Button onClick={() => window.print()}>{words.common.print}</Button>
        </div>
      </div>
      {list.isPending ? <Skeleton rows={6} /> : null}
      {list.isError ? <Fault error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data && rows.length === 0 ? (
        <Empty title={words.ledgers.emptyRows} help={words.ledgers.emptyRowsHelp} />
      ) : null}
      {rows.length > 0 ? (
        <>
          <p className="muted small">
            {fill(words.ledgers.shown, { n: shown.length, all: head?.rows ?? rows.length })}
          </p>
          <ScrollTable label={name}>
            <table className="plain ledger">
              <thead>
                <tr>
                  {columns.map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.map((row) => (
                  <tr key={row.no}>
                    {columns.map((column, place) => (
                      <Cell key={column} text={row.cells[place] ?? ''} />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollTable>
        </>
      ) : null}
      <MoreRows has={list.hasNextPage} busy={list.isFetchingNextPage} onMore={() => list.fetchNextPage()} />
    </div>
  );
}

/** Short values (dates, names, numbers) stay on one line; the table scrolls instead. */
function Cell({ text }: { text: string }) {
  return <td className={text.length <= 10 ? 'short' : ''}>{text}</td>;
}
