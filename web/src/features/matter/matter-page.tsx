import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ActPanel, useInkDesk } from '../../acting/index.ts';
import { type ActAnswer, keys, type MatterView, readMatter, useMatter, type Verb } from '../../api/index.ts';
import { Button, Fault, Note, Progress, Skeleton, toast, useKeys, useLayout } from '../../design/index.ts';
import { boxAround, Pad } from '../../ink/index.ts';
import { fill, say, useWords } from '../../words/index.ts';
import { DocumentPages } from './document-pages.tsx';
import { MatterHead } from './matter-head.tsx';
import { MatterTabs } from './matter-tabs.tsx';
import { useQueue } from './queue.ts';
import { withdraw } from './withdraw.ts';
import './matter.css';

/** One matter: what is asked, the sheet, and everything around it; the same page for every kind. */
export function MatterPage() {
  const { id } = useParams({ from: '/matters/$id' });
  const asked = useMatter(id);
  if (asked.isPending) {
    return (
      <div className="page">
        <Skeleton rows={3} />
      </div>
    );
  }
  if (asked.data === undefined) {
    return (
      <div className="page">
        <Fault error={asked.error} onRetry={() => asked.refetch()} />
      </div>
    );
  }
  return <Matter key={id} matter={asked.data} />;
}

function Matter({ matter }: { matter: MatterView }) {
  const words = useWords();
  const layout = useLayout();
  const client = useQueryClient();
  const navigate = useNavigate();
  const desk = useInkDesk();
  const queue = useQueue(matter.id);
  const [tab, setTab] = useState(layout === 'desk' ? 'sheet' : 'document');
  const next = queue.next;

  // The next paper is fetched ahead, so that it is there when this one is done.
  useEffect(() => {
    if (next) {
      client.prefetchQuery({
        queryKey: keys.matter(next.matterId),
        queryFn: () => readMatter(next.matterId),
      });
    }
  }, [client, next]);

  const open = (matterId: string) => navigate({ to: '/matters/$id', params: { id: matterId } });
  useKeys([
    {
      key: 'Escape',
      says: words.keyboard.back,
      group: words.keyboard.matter,
      run: () => navigate({ to: '/todo' }),
    },
    ...(next
      ? [
          {
            key: 'j',
            says: words.keyboard.nextMatter,
            group: words.keyboard.matter,
            run: () => open(next.matterId),
          },
        ]
      : []),
    ...(queue.previous
      ? [
          {
            key: 'k',
            says: words.keyboard.previousMatter,
            group: words.keyboard.matter,
            run: () => queue.previous && open(queue.previous.matterId),
          },
        ]
      : []),
  ]);

  const done = async (_answer: ActAnswer, verb: Verb) => {
    const fresh = await client.fetchQuery({
      queryKey: keys.matter(matter.id),
      queryFn: () => readMatter(matter.id),
      staleTime: 0,
    });
    const holders = holdersOf(fresh);
    const text =
      holders === '' || fresh.mine !== null
        ? fill(words.matter.done, { what: say(verb.label) })
        : fill(words.matter.doneTo, { what: say(verb.label), who: holders });
    toast(text, fresh.also.canWithdraw ? () => withdraw(client, matter.id, words) : undefined);
    if (fresh.mine === null && layout !== 'desk') {
      if (next) {
        open(next.matterId);
      } else {
        navigate({ to: '/todo' });
      }
    }
  };

  const sealing = matter.sealing;
  const sealingNow = sealing?.state === 'requested';
  const pad =
    desk.mode === 'pad' ? (
      <Pad
        page={desk.page}
        place={desk.place}
        ink={desk.ink}
        onChange={desk.setInk}
        onUse={() => {
          if (desk.ink) {
            desk.setInk(boxAround(desk.ink));
          }
          desk.setMode('off');
        }}
        onCancel={() => {
          desk.setInk(null);
          desk.setMode('off');
        }}
      />
    ) : null;
  const acting = sealingNow ? (
    <section className="act-panel">
      <Progress label={words.trust.sealing} />
    </section>
  ) : (
    <>
      {sealing?.state === 'failed' ? (
        <Note look="bad">
          <p className="strong">{words.trust.sealFailed}</p>
          {sealing.message ? <p>{sealing.message}</p> : null}
        </Note>
      ) : null}
      {matter.mine ? (
        <ActPanel matter={matter} mine={matter.mine} desk={desk} onDone={done} />
      ) : (
        <NotMine
          matter={matter}
          next={next ? () => open(next.matterId) : null}
          nextTitle={next?.title ?? ''}
        />
      )}
    </>
  );

  const pages = <DocumentPages matter={matter} desk={desk} />;
  if (layout === 'desk') {
    return (
      <div className="matter desk">
        <MatterHead matter={matter} queue={queue} onOpen={open} />
        <div className="matter-pages">{pages}</div>
        <aside className="matter-panel" aria-label={words.matter.panel}>
          {acting}
          <MatterTabs matter={matter} tab={tab === 'document' ? 'sheet' : tab} onTab={setTab} pages={null} />
        </aside>
        {pad}
      </div>
    );
  }
  return (
    <div className={`matter narrow ${desk.mode === 'pad' ? 'with-pad' : ''}`}>
      <MatterHead matter={matter} queue={queue} onOpen={open} />
      <MatterTabs matter={matter} tab={desk.mode === 'off' ? tab : 'document'} onTab={setTab} pages={pages} />
      <div className="matter-act">{acting}</div>
      {pad}
    </div>
  );
}

/** Names of those who hold the open steps. */
export function holdersOf(matter: MatterView): string {
  return matter.steps
    .filter((step) => step.state === 'open')
    .map((step) => step.holder.personName ?? step.holder.title)
    .join('、');
}

function NotMine({
  matter,
  next,
  nextTitle,
}: {
  matter: MatterView;
  next: (() => void) | null;
  nextTitle: string;
}) {
  const words = useWords();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const holders = holdersOf(matter);
  const urge = matter.also.canUrge ?? [];
  return (
    <section className="act-panel stack-tight no-print">
      <p className="strong">
        {matter.state === 'closed'
          ? `✓ ${words.matter.nobody}`
          : fill(words.matter.notMine, { who: holders })}
      </p>
      <div className="row">
        {matter.also.canWithdraw ? (
          <Button
            small
            busy={busy}
            onClick={async () => {
              setBusy(true);
              await withdraw(client, matter.id, words);
              setBusy(false);
            }}
          >
            {words.matter.withdraw}
          </Button>
        ) : null}
        <UrgeButtons matter={matter} stepIds={urge.map((step) => step.stepId)} />
      </div>
      {next ? (
        <Button wide onClick={next}>
          {words.todo.next}：{nextTitle}
        </Button>
      ) : null}
    </section>
  );
}

function UrgeButtons({ matter, stepIds }: { matter: MatterView; stepIds: string[] }) {
  const words = useWords();
  const client = useQueryClient();
  const [urged, setUrged] = useState<string[]>([]);
  const steps = matter.steps.filter((step) => stepIds.includes(step.id) && !urged.includes(step.id));
  return (
    <>
      {steps.map((step) => {
        const who = step.holder.personName ?? step.holder.title;
        return (
          <Button
            key={step.id}
            small
            onClick={async () => {
              const { urge } = await import('./urge.ts');
              if (await urge(client, matter, step.id, words, who)) {
                setUrged([...urged, step.id]);
              }
            }}
          >
            {steps.length > 1 ? `${words.matter.urge} ${who}` : words.matter.urge}
          </Button>
        );
      })}
    </>
  );
}
