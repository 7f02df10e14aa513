import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { readLedgers } from '../../api/index.ts';
import { Empty, Fault, moveRow, Skeleton, useKeys } from '../../design/index.ts';
import { fill, useWords } from '../../words/index.ts';

/** 台账: the books an inspection asks for, filled by daily work. */
export function LedgersPage() {
  const words = useWords();
  const asked = useQuery({ queryKey: ['ledgers'], queryFn: readLedgers });
  useKeys([
    { key: 'j', says: words.keyboard.down, group: words.keyboard.lists, run: () => moveRow(1) },
    { key: 'k', says: words.keyboard.up, group: words.keyboard.lists, run: () => moveRow(-1) },
  ]);
  return (
    <div className="page">
      <h1>{words.ledgers.title}</h1>
      <p className="muted">{words.ledgers.lead}</p>
      {asked.isPending ? <Skeleton rows={4} /> : null}
      {asked.isError ? <Fault error={asked.error} onRetry={() => asked.refetch()} /> : null}
      {asked.data?.length === 0 ? <Empty title={words.ledgers.empty} help={words.ledgers.emptyHelp} /> : null}
      {asked.data && asked.data.length > 0 ? (
        <ul className="list">
          {asked.data.map((ledger) => (
            <li key={ledger.id}>
              <Link to="/ledgers/$id" params={{ id: ledger.id }} className="list-row matter-row" data-row>
                <span className="strong">{ledger.name}</span>
                <span className="muted">{fill(words.ledgers.rows, { n: ledger.rows })}</span>
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
