import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type RegisterRow, readRegister, useSession } from '../../api/index.ts';
import { Button, Empty, Fault, officeYear, paperDate, ScrollTable, Skeleton } from '../../design/index.ts';
import { MoreRows } from '../../lists/index.ts';
import { fill, useWords, type Words } from '../../words/index.ts';
import './registers.css';

type Column = { ids: string[]; name: (words: Words) => string; narrow?: boolean };

/** 发文登记簿, in the order of the paper book. Each column names the keys it may have in a row. */
const OUTGOING: Column[] = [
  { ids: ['number'], name: (words) => words.registers.number, narrow: true },
  { ids: ['date', 'issuedOn'], name: (words) => words.registers.issuedOn, narrow: true },
  { ids: ['title'], name: (words) => words.registers.titleColumn },
  { ids: ['kind'], name: (words) => words.registers.kind, narrow: true },
  { ids: ['signer'], name: (words) => words.registers.signer, narrow: true },
  { ids: ['receivers', 'mainReceivers'], name: (words) => words.registers.receivers },
  { ids: ['copies'], name: (words) => words.registers.copies, narrow: true },
  { ids: ['state'], name: (words) => words.registers.state, narrow: true },
];

/** 收文登记簿. */
const INCOMING: Column[] = [
  { ids: ['incomingNumber'], name: (words) => words.registers.incomingNumber, narrow: true },
  { ids: ['receivedOn'], name: (words) => words.registers.receivedOn, narrow: true },
  { ids: ['from', 'sender', 'counterpart'], name: (words) => words.registers.from },
  { ids: ['number'], name: (words) => words.registers.fromNumber, narrow: true },
  { ids: ['title'], name: (words) => words.registers.titleColumn },
  { ids: ['urgency'], name: (words) => words.registers.urgency, narrow: true },
  { ids: ['handler', 'handlers', 'holders'], name: (words) => words.registers.handler },
  { ids: ['dueOn'], name: (words) => words.registers.due, narrow: true },
  { ids: ['closedOn', 'closedAt', 'state'], name: (words) => words.registers.closedOn, narrow: true },
];

/** The register of one year, like the book it replaces; prints as one. */
export function RegisterPage() {
  const words = useWords();
  const session = useSession();
  const { which } = useParams({ from: '/registers/$which' });
  const book = which === 'outgoing' ? 'outgoing' : 'incoming';
  const thisYear = officeYear(session.node.now);
  const [year, setYear] = useState(thisYear);
  const list = useInfiniteQuery({
    queryKey: ['register', book, year],
    queryFn: ({ pageParam }) => readRegister(book, year, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  // A column no row knows of is left out, so that the book stays readable.
  const columns = (book === 'outgoing' ? OUTGOING : INCOMING).filter((column) =>
    rows.some((row) => column.ids.some((id) => row[id] !== undefined)),
  );
  const name = book === 'outgoing' ? words.registers.outgoing : words.registers.incoming;
  return (
    <div className="page wide">
      <div className="page-head">
        <h1>{name}</h1>
        <div className="row no-print">
          <Link
            to="/registers/$which"
            params={{ which: book === 'outgoing' ? 'incoming' : 'outgoing' }}
            className="button"
          >
            {book === 'outgoing' ? words.registers.incoming : words.registers.outgoing}
          </Link>
          <label className="row">
            <span className="muted">{words.common.year}</span>
            <select
              className="input year"
              value={year}
              onChange={(event) => setYear(Number(event.target.value))}
            >
              {[0, 1, 2, 3, 4].map((back) => (
                <option key={back} value={thisYear - back}>
                  {thisYear - back}
                </option>
              ))}
            </select>
          </label>
          <Button onClick={() => window.print()}>{words.common.print}</Button>
        </div>
      </div>
      {list.isPending ? <Skeleton rows={5} /> : null}
      {list.isError ? <Fault error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data && rows.length === 0 ? (
        <Empty
          title={words.registers.empty}
          help={book === 'outgoing' ? words.registers.emptyOutgoing : words.registers.emptyIncoming}
        />
      ) : null}
      {rows.length > 0 ? (
        <ScrollTable label={name} book>
          <table className="register">
            <caption>{fill(words.registers.caption, { year, book: name })}</caption>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.ids[0]} scope="col" className={column.narrow ? 'narrow' : ''}>
                    {column.name(words)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <Row key={String(row.matterId ?? row.id ?? at)} row={row} columns={columns} words={words} />
              ))}
            </tbody>
          </table>
        </ScrollTable>
      ) : null}
      <MoreRows has={list.hasNextPage} busy={list.isFetchingNextPage} onMore={() => list.fetchNextPage()} />
    </div>
  );
}

function Row({ row, columns, words }: { row: RegisterRow; columns: Column[]; words: Words }) {
  const matterId = typeof row.matterId === 'string' ? row.matterId : null;
  return (
    <tr>
      {columns.map((column) => {
        const text = textOf(
          column.ids.map((id) => row[id]).find((value) => value !== undefined && value !== null),
          words,
        );
        return (
          <td
            key={column.ids[0]}
            data-label={column.name(words)}
            className={column.ids[0] === 'title' ? 'title-cell' : column.narrow ? 'narrow' : ''}
          >
            {column.ids[0] === 'title' && matterId ? (
              <Link to="/matters/$id" params={{ id: matterId }} data-row>
                {text || textOf(row.kind, words) || words.draft.untitled}
              </Link>
            ) : (
              text
            )}
          </td>
        );
      })}
    </tr>
  );
}

function textOf(value: unknown, words: Words): string {
  if (value === undefined || value === null) {
    return '';
  }
  if (Array.isArray(value)) {
    return value.map((part) => textOf(part, words)).join('、');
  }
  if (typeof value === 'object') {
    return 'name' in value ? String(value.name) : '';
  }
  const text = String(value);
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) {
    return paperDate(text);
  }
  return { open: words.states.open, closed: words.states.closed }[text] ?? text;
}
