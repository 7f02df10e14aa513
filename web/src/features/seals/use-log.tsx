import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { readSealUses, type SealPageView, type SealUse, useSession } from '../../api/index.ts';
import { Button, Fault, paperDate, ScrollTable, Skeleton } from '../../design/index.ts';
import { fill } from '../../words/index.ts';
import { useSealWords } from './use-seal-words.ts';

/** 用印登记簿: every use of a seal, newest first; printable. */
export function UseLog({ seal }: { seal: SealPageView }) {
  const words = useSealWords();
  const list = useQuery({ queryKey: ['seal-uses-of', seal.id], queryFn: () => readSealUses(seal.id) });
  const columns = words.seal.logColumns;
  return (
    <section className="stack-tight">
      <div className="spread">
        <h2>
          {words.seal.log} <span className="muted small">{seal.uses}</span>
        </h2>
        {list.data && list.data.length > 0 ? (
          <Button small className="no-print" onClick={() => window.print()}>
            {words.common.print}
          </Button>
        ) : null}
      </div>
      {list.isPending ? <Skeleton rows={2} /> : null}
      {list.isError ? <Fault error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data?.length === 0 ? (
        <p className="muted">
          {words.seal.logEmpty}。{words.seal.logEmptyHelp}
        </p>
      ) : null}
      {list.data && list.data.length > 0 ? (
        <ScrollTable label={words.seal.log} book>
          <table className="register">
            <caption>{fill(words.seal.logCaption, { name: seal.name })}</caption>
            <thead>
              <tr>
                {Object.entries(columns).map(([id, name]) => (
                  <th key={id} scope="col" className={id === 'what' ? '' : 'narrow'}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.data.map((line) => (
                <Line key={line.actId} line={line} />
              ))}
            </tbody>
          </table>
        </ScrollTable>
      ) : null}
    </section>
  );
}

function Line({ line }: { line: SealUse }) {
  const { seal: words } = useSealWords();
  const office = useSession().menu?.includes('todo') ?? false;
  const columns = words.logColumns;
  const what =
    line.versionNo === undefined
      ? line.what
      : `${line.what}（${fill(words.version, { n: line.versionNo })}）`;
  return (
    <tr>
      <td data-label={columns.at} className="narrow">
        {paperDate(line.at)}
      </td>
      <td data-label={columns.what} className="title-cell">
        {office && line.documentId !== undefined && line.matterId !== undefined ? (
          <Link to="/matters/$id" params={{ id: line.matterId }}>
            {what}
          </Link>
        ) : office && line.applicationId !== undefined ? (
          <Link to="/seals/uses/$id" params={{ id: line.applicationId }}>
            {what}
          </Link>
        ) : (
          what
        )}
      </td>
      <td data-label={columns.number} className="narrow">
        {line.number ?? ''}
      </td>
      <td data-label={columns.applicant} className="narrow">
        {line.applicant.name}
      </td>
      <td data-label={columns.approval} className="narrow">
        <span>
          {line.approval.name} <span className="muted small">{line.approval.post}</span>
        </span>
      </td>
      <td data-label={columns.sealer} className="narrow">
        {line.sealer.name}
      </td>
      <td data-label={columns.basis} className="narrow">
        {words.basis[line.basis]}
      </td>
      <td data-label={columns.digest} className="narrow">
        <code>{line.digest.slice(0, 8)}</code>
      </td>
    </tr>
  );
}
