import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { readUses, type SealUseRow } from '../../api/index.ts';
import { Badge, Empty, Fault, listTime, moveRow, Skeleton, useKeys } from '../../design/index.ts';
import { useSealWords } from './use-seal-words.ts';
import './seals.css';

/** 用印申请: those I made, or all of the organ for whoever keeps its documents. */
export function UsesPage() {
  const words = useSealWords();
  const list = useQuery({ queryKey: ['seal-uses'], queryFn: readUses });
  useKeys([
    { key: 'j', says: words.keyboard.down, group: words.keyboard.lists, run: () => moveRow(1) },
    { key: 'k', says: words.keyboard.up, group: words.keyboard.lists, run: () => moveRow(-1) },
  ]);
  const apply = (
    <Link to="/seals/uses/new" className="button primary">
      {words.seal.applyUse}
    </Link>
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>{words.seal.uses}</h1>
        <div className="row">
          <Link to="/seals" className="button">
            {words.seal.register}
          </Link>
          {list.data && list.data.length > 0 ? apply : null}
        </div>
      </div>
      <p className="muted">{words.seal.useEmptyHelp}</p>
      {list.isPending ? <Skeleton rows={4} /> : null}
      {list.isError ? <Fault error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data?.length === 0 ? (
        <Empty title={words.seal.useEmpty} help={words.seal.useLead}>
          {apply}
        </Empty>
      ) : null}
      {list.data && list.data.length > 0 ? (
        <ul className="list">
          {list.data.map((row) => (
            <li key={row.id}>
              <Link to="/seals/uses/$id" params={{ id: row.id }} className="list-row matter-row" data-row>
                <span className="matter-row-title">
                  <span className="strong">{row.what}</span>
                  <span className="muted small">
                    {[row.purpose, row.sealName].filter((part) => part !== '').join(' · ')}
                  </span>
                </span>
                <span className="matter-row-state small">
                  <UseBadge state={row.state} />
                  <span className="muted">
                    {row.applicant.name} {listTime(row.appliedAt)}
                  </span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** How far an application is. */
export function UseBadge({ state }: { state: SealUseRow['state'] }) {
  const { seal: words } = useSealWords();
  const done = state === 'sealed' || state === 'used';
  return (
    <Badge look={done ? 'ok' : state === 'failed' ? 'red' : 'warn'}>
      <span aria-hidden="true">{done ? '✓ ' : ''}</span>
      {words.useStates[state]}
    </Badge>
  );
}
