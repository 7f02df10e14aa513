import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { act, keys, newId, readUse, type SealUseView } from '../../api/index.ts';
import {
  Button,
  Fault,
  fileSize,
  listTime,
  Note,
  PersonLine,
  Progress,
  Skeleton,
  toast,
  useLayout,
} from '../../design/index.ts';
import { DocumentViewer, opensHere, storedFile } from '../../viewer/index.ts';
import { fill, say, useLanguage } from '../../words/index.ts';
import { useViewerWords } from '../../words/use-viewer-words.ts';
import { hasPages } from './has-pages.ts';
import { useSealWords } from './use-seal-words.ts';
import { UseVerbs } from './use-verbs.tsx';
import { UseBadge } from './uses-page.tsx';
import './seals.css';

/** One application to seal: what is asked of me, the file as it came and as it was sealed, and what happened. */
export function UsePage() {
  const { id } = useParams({ from: '/seals/uses/$id' });
  const asked = useQuery({
    queryKey: ['seal-use', id],
    queryFn: () => readUse(id),
    // While the job works the page looks again by itself.
    refetchInterval: (query) => (query.state.data?.state === 'sealing' ? 1500 : false),
  });
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
  return <Shown key={id} use={asked.data} />;
}

function Shown({ use }: { use: SealUseView }) {
  const words = useSealWords();
  const client = useQueryClient();
  const renew = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['seal-use', use.id] }),
      client.invalidateQueries({ queryKey: ['seal-uses'] }),
      client.invalidateQueries({ queryKey: keys.todo }),
      client.invalidateQueries({ queryKey: keys.matters }),
    ]);
  const open = use.steps.find((step) => step.state === 'open');
  const layout = useLayout();
  const shown = shownFile(use);
  return (
    <div className={shown && layout === 'desk' ? 'page seal-beside' : 'page'}>
      <div className="seal-use">
        <p className="no-print">
          <Link to="/seals/uses">← {words.seal.uses}</Link>
        </p>
        <h1>{use.what}</h1>
        <p className="row">
          <UseBadge state={use.state} />
          {open === undefined ? null : (
            <span className="muted">
              {say(open.label)} ·{' '}
              {fill(words.seal.holder, { who: open.holder.personName ?? open.holder.title })}
            </span>
          )}
        </p>
        {use.state === 'sealing' ? <Progress label={words.seal.sealingNow} /> : null}
        {use.state === 'failed' ? (
          <Note look="bad">
            <p className="strong">{words.seal.useStates.failed}</p>
            <p>{use.failure}</p>
          </Note>
        ) : null}
        {use.sealed === undefined ? null : <Sealed sealed={use.sealed} />}
        {shown && layout !== 'desk' ? <TheFile key={shown.href} file={shown} open={false} /> : null}
        <UseVerbs use={use} onDone={renew} />
        {use.canWithdraw && use.mine === null ? (
          <Withdraw use={use} stepId={use.canWithdraw.stepId} onDone={renew} />
        ) : null}
        <dl className="facts">
          <dt>{words.seal.whichSeal}</dt>
          <dd>
            <Link to="/seals/$id" params={{ id: use.sealId }}>
              {use.sealName}
            </Link>
          </dd>
          <dt>{words.seal.usePurpose}</dt>
          <dd>{use.purpose}</dd>
          <dt>{words.seal.copies}</dt>
          <dd>{use.copies}</dd>
          {use.file === undefined || hasPages(use.file.format) ? null : (
            <>
              <dt>{words.seal.file}</dt>
              <dd>
                {words.seal.inContainer}
                {use.originalHref === undefined ? null : (
                  <>
                    {' '}
                    <a href={use.originalHref} download={use.file.name}>
                      {words.seal.downloadOriginal}
                    </a>
                  </>
                )}
              </dd>
            </>
          )}
          {use.place === undefined || (use.file && !hasPages(use.file.format)) ? null : (
            <>
              <dt>{words.seal.spot}</dt>
              <dd>
                {use.place.page === 0 ? words.seal.lastPage : fill(words.seal.pageN, { n: use.place.page })}，
                {words.seal.spots[use.place.spot]}
              </dd>
            </>
          )}
          <dt>{words.seal.logColumns.applicant}</dt>
          <dd>
            <PersonLine name={use.applicant.name} post={use.applicant.post} /> {listTime(use.appliedAt)}
          </dd>
          {use.approval === undefined ? null : (
            <>
              <dt>{words.seal.logColumns.approval}</dt>
              <dd>
                <PersonLine name={use.approval.name} post={use.approval.post} /> {listTime(use.approval.at)}
              </dd>
            </>
          )}
          {use.file === undefined || use.originalHref === undefined ? null : (
            <>
              <dt>{words.seal.original}</dt>
              <dd>
                <a href={use.originalHref}>{use.file.name}</a>{' '}
                <span className="muted small">{fileSize(use.file.size)}</span>
              </dd>
            </>
          )}
        </dl>
        <section className="stack-tight">
          <h2>{words.seal.life}</h2>
          <ol className="seal-life">
            {use.timeline.map((one) => (
              <li key={one.actId}>
                <span className="strong">
                  {(words.seal.acts as Record<string, string>)[one.kind] ?? one.kind}
                </span>
                <span>
                  <PersonLine
                    name={one.by.name}
                    post={one.by.post}
                    note={one.by.onBehalfOf ? fill(words.seal.byOrder, { who: one.by.onBehalfOf }) : null}
                  />
                </span>
                <span className="muted small">{listTime(one.at)}</span>
                {one.words ? <span className="seal-life-note">{one.words}</span> : null}
              </li>
            ))}
          </ol>
        </section>
      </div>
      {shown && layout === 'desk' ? <TheFile key={shown.href} file={shown} open /> : null}
    </div>
  );
}

/** The file to be looked at: as it was sealed, or as it came. */
function shownFile(use: SealUseView): { href: string; format: string } | null {
  if (use.sealed !== undefined && use.sealed.format !== 'asice') {
    return { href: use.sealed.href, format: use.sealed.format };
  }
  return use.file !== undefined && use.originalHref !== undefined && opensHere(use.file.format)
    ? { href: use.originalHref, format: use.file.format }
    : null;
}

/** The file itself: beside what is asked where there is room, else behind one press. Nobody seals what he cannot see. */
function TheFile({ file, open }: { file: { href: string; format: string }; open: boolean }) {
  const viewer = useViewerWords();
  const [asked, setAsked] = useState(false);
  return open || asked ? (
    <div className="seal-file no-print">
      <DocumentViewer file={storedFile(file)} />
    </div>
  ) : (
    <Button wide className="no-print" onClick={() => setAsked(true)}>
      {viewer.look}
    </Button>
  );
}

function Sealed({ sealed }: { sealed: NonNullable<SealUseView['sealed']> }) {
  const words = useSealWords();
  const language = useLanguage();
  return (
    <Note look="ok">
      <p className="strong">
        <span aria-hidden="true">✓ </span>
        {words.seal.sealedFile}
      </p>
      <p>{sealed.sentence[language]}</p>
      <div className="row">
        <a className="button primary" href={sealed.href}>
          {words.seal.download} {sealed.format.toUpperCase()}
        </a>
        <span className="muted small">
          {sealed.name} · {fileSize(sealed.size)}
        </span>
      </div>
    </Note>
  );
}

function Withdraw({ use, stepId, onDone }: { use: SealUseView; stepId: string; onDone: () => void }) {
  const words = useSealWords();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  return (
    <div className="stack-tight no-print">
      <div>
        <Button
          small
          busy={busy}
          onClick={async () => {
            setBusy(true);
            setFault(null);
            try {
              await act(use.id, stepId, 'withdraw', { key: newId(), expected: use.revision });
              toast(words.seal.withdraw);
              onDone();
            } catch (error) {
              setFault(error);
            }
            setBusy(false);
          }}
        >
          {words.seal.withdraw}
        </Button>
      </div>
      {fault === null ? null : <Fault error={fault} />}
    </div>
  );
}
