import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { readPosts, readSeal, type SealPageView, useSession } from '../../api/index.ts';
import { Badge, Button, Fault, Note, paperDate, Skeleton, toast } from '../../design/index.ts';
import { fill } from '../../words/index.ts';
import { RuleForm } from './rule-form.tsx';
import { RuleView } from './rule-view.tsx';
import { expiryLine, StateBadge, sizeLine, waitsFor } from './state-badge.tsx';
import { StepForm } from './step-form.tsx';
import { UseLog } from './use-log.tsx';
import { useSealWords } from './use-seal-words.ts';
import './seals.css';

/** Posts that may apply for a reissue, as the life cycle on the server has it. */
const OFFICE = ['clerk', 'office-director', 'village-clerk', 'county-clerk'];

/** One seal: its picture, where it stands and what is next, its rule, its history, everything it was used for. */
export function SealPage() {
  const { id } = useParams({ from: '/seals/$id' });
  const asked = useQuery({ queryKey: ['seal', id], queryFn: () => readSeal(id) });
  if (asked.data === undefined) {
    return (
      <div className="page">
        {asked.isError ? (
          <Fault error={asked.error} onRetry={() => asked.refetch()} />
        ) : (
          <Skeleton rows={4} />
        )}
      </div>
    );
  }
  return <Shown key={id} seal={asked.data} />;
}

function Shown({ seal }: { seal: SealPageView }) {
  const words = useSealWords();
  const session = useSession();
  const client = useQueryClient();
  const posts = useQuery({
    queryKey: ['posts', session.post?.organ.id ?? ''],
    queryFn: () => readPosts(session.post?.organ.id ?? ''),
  });
  const [changing, setChanging] = useState(false);
  const fresh = async (next: SealPageView, said: string) => {
    client.setQueryData(['seal', seal.id], next);
    await client.invalidateQueries({ queryKey: ['seals'] });
    toast(said);
    setChanging(false);
  };
  const expiry = expiryLine(seal, words);
  const role = session.post?.role ?? '';
  const setsRules = role === 'principal-leader' || role === 'village-secretary';
  const alive = !['rejected', 'revoked', 'destroyed'].includes(seal.state);
  const reissues = ['in-use', 'suspended'].includes(seal.state) && seal.replacedBy === undefined;
  return (
    <div className="page seal-page">
      <p className="no-print">
        <Link to="/seals">← {words.nav.seals}</Link>
      </p>
      <header className="seal-head">
        <div className="seal-sheet" data-state={seal.state}>
          {seal.pictureHref ? (
            <img
              src={seal.pictureHref}
              alt={fill(words.seal.picture, { name: seal.name })}
              // The size it has on paper.
              style={{ width: `${seal.widthMm}mm` }}
            />
          ) : (
            <span className="muted">{words.seal.noPicture}</span>
          )}
        </div>
        <div className="stack-tight">
          <h1>{seal.name}</h1>
          <p className="row">
            <Badge>{words.seal.kinds[seal.kind]}</Badge>
            <StateBadge seal={seal} />
          </p>
          {seal.usable || seal.state === 'destroyed' || seal.state === 'rejected' ? null : (
            <p className="strong">{fill(words.seal.waitsFor, { who: waitsFor(seal, words) })}</p>
          )}
          {expiry === '' ? null : (
            <Note look="warn">
              <p className="strong">▲ {expiry}</p>
            </Note>
          )}
          <Facts seal={seal} />
        </div>
      </header>
      <StepForm seal={seal} onDone={fresh}>
        {reissues && OFFICE.includes(role) ? (
          <Link to="/seals/apply" search={{ replaces: seal.id }} className="button">
            {words.seal.reissue}
          </Link>
        ) : null}
      </StepForm>
      <section className="stack-tight">
        <div className="spread">
          <h2>
            {words.seal.rule}{' '}
            <span className="muted small">{fill(words.seal.ruleNo, { n: seal.ruleNo })}</span>
          </h2>
          {setsRules && alive && !changing ? (
            <Button small onClick={() => setChanging(true)}>
              {words.seal.ruleChange}
            </Button>
          ) : null}
        </div>
        {changing && posts.data ? (
          <RuleForm
            seal={seal}
            posts={posts.data}
            onDone={(next) => fresh(next, words.seal.ruleSaved)}
            onCancel={() => setChanging(false)}
          />
        ) : (
          <RuleView rule={seal.rule} personal={seal.kind === 'personal'} posts={posts.data ?? []} />
        )}
      </section>
      <section className="stack-tight">
        <h2>{words.seal.life}</h2>
        <ol className="seal-life">
          {seal.life.map((one) => (
            <li key={one.actId}>
              <span className="strong">{words.seal.verbs[one.verb]}</span>
              <span>
                {one.by.name} <span className="muted">{one.by.post}</span>
              </span>
              <span className="muted small">{paperDate(one.at)}</span>
              {one.note ? <span className="seal-life-note">{one.note}</span> : null}
            </li>
          ))}
        </ol>
      </section>
      {seal.readsUses ? <UseLog seal={seal} /> : null}
    </div>
  );
}

function Facts({ seal }: { seal: SealPageView }) {
  const { seal: words } = useSealWords();
  const all = useSealWords();
  return (
    <dl className="facts small">
      {seal.widthMm === undefined ? null : (
        <>
          <dt>{words.size}</dt>
          <dd>{sizeLine(seal, all)}</dd>
        </>
      )}
      {seal.validTo === undefined ? null : (
        <>
          <dt>{words.valid}</dt>
          <dd>
            {paperDate(seal.validFrom)} — {paperDate(seal.validTo)}
          </dd>
        </>
      )}
      {seal.filing === undefined ? null : (
        <>
          <dt>{words.filing}</dt>
          <dd>
            {seal.filing.authority} {seal.filing.number}（{paperDate(seal.filing.day)}）
          </dd>
        </>
      )}
      <dt>{words.reason}</dt>
      <dd>{seal.reason}</dd>
      {seal.replaces === undefined ? null : (
        <>
          <dt>{words.replaces}</dt>
          <dd>
            <Link to="/seals/$id" params={{ id: seal.replaces }}>
              {words.see}
            </Link>
          </dd>
        </>
      )}
      {seal.replacedBy === undefined ? null : (
        <>
          <dt>{words.replacedBy}</dt>
          <dd>
            <Link to="/seals/$id" params={{ id: seal.replacedBy }}>
              {words.see}
            </Link>
          </dd>
        </>
      )}
      {seal.esId === undefined ? null : (
        <>
          <dt>{words.code}</dt>
          <dd>
            <code>{seal.esId}</code>
          </dd>
        </>
      )}
      {seal.certificate === undefined ? null : (
        <>
          <dt>{words.certificate}</dt>
          <dd>{seal.certificate.subject}</dd>
          <dt>{words.issuer}</dt>
          <dd>{seal.certificate.issuer}</dd>
          <dt>{words.serial}</dt>
          <dd className="hash">{seal.certificate.serial}</dd>
        </>
      )}
    </dl>
  );
}
