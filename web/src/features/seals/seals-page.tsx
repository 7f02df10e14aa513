import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { readSeals, type Seal, useSession } from '../../api/index.ts';
import { Badge, Empty, Fault, moveRow, paperDate, Skeleton, useKeys } from '../../design/index.ts';
import { fill } from '../../words/index.ts';
import { expiryLine, StateBadge, sizeLine, waitsFor } from './state-badge.tsx';
import { useSealWords } from './use-seal-words.ts';
import './seals.css';

/** Posts that may apply for a seal, as the life cycle on the server has it. */
const APPLY = new Set(['clerk', 'office-director', 'village-clerk', 'county-clerk']);

/** 印章: the register of the organ's seals. */
export function SealsPage() {
  const words = useSealWords();
  const session = useSession();
  const list = useQuery({ queryKey: ['seals'], queryFn: readSeals });
  useKeys([
    { key: 'j', says: words.keyboard.down, group: words.keyboard.lists, run: () => moveRow(1) },
    { key: 'k', says: words.keyboard.up, group: words.keyboard.lists, run: () => moveRow(-1) },
  ]);
  const may = APPLY.has(session.post?.role ?? '');
  const office = session.menu?.includes('todo') ?? false;
  const apply = (
    <Link to="/seals/apply" className="button">
      {words.seal.applySeal}
    </Link>
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>{words.nav.seals}</h1>
        <div className="row">
          {office ? (
            <Link to="/seals/uses" className="button">
              {words.seal.uses}
            </Link>
          ) : null}
          {may && list.data && list.data.length > 0 ? apply : null}
        </div>
      </div>
      <p className="muted">{words.seal.lead}</p>
      {list.isPending ? <Skeleton rows={3} /> : null}
      {list.isError ? <Fault error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data?.length === 0 ? (
        <Empty title={words.seal.empty} help={words.seal.emptyHelp}>
          {may ? apply : null}
        </Empty>
      ) : null}
      {list.data && list.data.length > 0 ? (
        <ul className="list">
          {list.data.map((seal) => (
            <Row key={seal.id} seal={seal} />
          ))}
        </ul>
      ) : null}
      <p className="muted small">{words.seal.demoLead}</p>
    </div>
  );
}

function Row({ seal }: { seal: Seal }) {
  const words = useSealWords();
  const expiry = expiryLine(seal, words);
  return (
    <li>
      <Link to="/seals/$id" params={{ id: seal.id }} className="list-row seal-line" data-row>
        <span className="seal-thumb" data-state={seal.state}>
          {seal.pictureHref ? (
            // Beside each other they keep the sizes they have to one another on paper.
            <img src={seal.pictureHref} alt="" style={{ width: `${((seal.widthMm ?? 45) / 45) * 100}%` }} />
          ) : (
            <span className="muted small">{words.seal.noPicture}</span>
          )}
        </span>
        <span className="stack-tight">
          <span className="strong">{seal.name}</span>
          <span className="row">
            <Badge>{words.seal.kinds[seal.kind]}</Badge>
            <StateBadge seal={seal} />
          </span>
          <span className="muted small">
            {seal.validTo
              ? `${sizeLine(seal, words)} · ${words.seal.valid} ${paperDate(seal.validFrom)} — ${paperDate(seal.validTo)}`
              : fill(words.seal.waitsFor, { who: waitsFor(seal, words) })}
          </span>
          {expiry === '' ? null : <span className="seal-due">▲ {expiry}</span>}
        </span>
      </Link>
    </li>
  );
}
