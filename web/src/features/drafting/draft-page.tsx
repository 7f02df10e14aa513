import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ActPanel, useInkDesk } from '../../acting/index.ts';
import {
  type Draft,
  deleteDraft,
  keys,
  newId,
  readDraft,
  readMatter,
  type TimelineEntry,
  type Upload,
  useMatter,
} from '../../api/index.ts';
import {
  Button,
  clockTime,
  Dialog,
  Fault,
  faultTitle,
  Icon,
  Note,
  Skeleton,
  Tabs,
  toast,
  useLayout,
} from '../../design/index.ts';
import { forget } from '../../kept/index.ts';
import { fill, say } from '../../words/index.ts';
import { blocksFrom, kindOf } from './blocks.ts';
import { BodyEditor } from './body-editor.tsx';
import { type Saving, useDraft, type Writing } from './draft-state.ts';
import { MainFields, MoreFields } from './fields-form.tsx';
import { FilesField } from './files-field.tsx';
import { Findings } from './findings.tsx';
import { NextNumber } from './next-number.tsx';
import { PreviewPane, usePreview } from './preview-pane.tsx';
import { type DraftWords, useDraftWords } from './use-draft-words.ts';
import './drafting.css';

/** Writing a document: fields and text at the left, the real page at the right, saved at every key. */
export function DraftPage() {
  const { id } = useParams({ from: '/drafts/$id' });
  const asked = useQuery({
    queryKey: ['draft', id],
    queryFn: () => readDraft(id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (asked.isPending) {
    return (
      <div className="page">
        <Skeleton rows={4} />
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
  return <Editor key={id} draft={asked.data} />;
}

function Editor({ draft }: { draft: Draft }) {
  const words = useDraftWords();
  const layout = useLayout();
  const client = useQueryClient();
  const navigate = useNavigate();
  const desk = useInkDesk();
  const matter = useMatter(draft.matterId);
  const { writing, change, saving, restored, save, settle } = useDraft(draft);
  const asked = usePreview(writing);
  const [tab, setTab] = useState('write');
  const [faults, setFaults] = useState<{ title?: string; main?: string }>({});

  const useText = (read: Upload) => {
    const before = writing;
    const blocks = (read.text?.blocks ?? []).map((block) => ({ ...block, kind: kindOf(block.text) }));
    change({
      body: blocks.length > 0 ? blocks : blocksFrom('', newId),
      fields: {
        ...writing.fields,
        title: writing.fields.title.trim() === '' ? (read.text?.title ?? '') : writing.fields.title,
      },
    });
    toast(fill(words.draft.replaced, { name: read.name }), () => change(before));
  };

  const ready = async (): Promise<boolean> => {
    const found = faultsOf(writing, words);
    setFaults(found);
    if (Object.keys(found).length > 0) {
      setTab('write');
      toast(Object.values(found)[0] ?? '');
      return false;
    }
    if (!(await save())) {
      return false;
    }
    await client.fetchQuery({
      queryKey: keys.matter(draft.matterId),
      queryFn: () => readMatter(draft.matterId),
      staleTime: 0,
    });
    return true;
  };

  const write = (
    <div className="draft-form stack">
      <Returned timeline={matter.data?.timeline ?? []} matterId={draft.matterId} />
      {restored ? <Note>{words.draft.restored}</Note> : null}
      {saving.state === 'refused' ? <Fault error={saving.error} onRetry={() => save()} /> : null}
      <MainFields writing={writing} onChange={change} faults={faults} />
      <BodyEditor blocks={writing.body} onChange={(body) => change({ body })} />
      <FilesField
        attachments={writing.attachments}
        onAttachments={(attachments) => change({ attachments })}
        onText={useText}
      />
      <MoreFields writing={writing} onChange={change} />
      <NextNumber writing={writing} onChange={change} />
      <Findings findings={asked.data?.findings ?? []} />
    </div>
  );
  const mine = matter.data?.mine ?? null;
  const acting =
    matter.data && mine ? (
      <ActPanel
        matter={matter.data}
        mine={mine}
        desk={desk}
        hidden={['discard']}
        compact
        before={ready}
        onDone={async (_answer, verb) => {
          await forget(`draft/${draft.matterId}`);
          toast(fill(words.matter.done, { what: say(verb.label) }));
          await navigate({ to: '/matters/$id', params: { id: draft.matterId }, replace: true });
        }}
      />
    ) : null;
  return (
    <div className={`draft ${layout}`}>
      <header className="draft-head no-print">
        <Link to="/outgoing" className="button plain" aria-label={words.nav.back}>
          <Icon name="back" />
        </Link>
        <h1>{writing.fields.title.trim() || `${words.draft.title}：${writing.kind}`}</h1>
        <SavingState saving={saving} words={words} />
        {mine?.node === 'draft' ? (
          <Discard
            matterId={draft.matterId}
            hasVerb={mine.verbs.some((verb) => verb.verb === 'discard')}
            stepId={mine.stepId}
            revision={matter.data?.revision ?? 0}
          />
        ) : null}
      </header>
      {layout === 'desk' ? (
        <>
          <div className="draft-left">
            {write}
            <div className="draft-act">{acting}</div>
          </div>
          <div className="draft-right">
            <PreviewPane asked={asked} />
          </div>
        </>
      ) : (
        <>
          <div className="draft-narrow">
            <Tabs
              label={words.draft.title}
              tabs={[
                { id: 'write', label: words.draft.write },
                { id: 'preview', label: words.draft.preview },
              ]}
              chosen={tab}
              onChoose={setTab}
            >
              {tab === 'write' ? write : <PreviewPane asked={asked} />}
            </Tabs>
          </div>
          <div className="matter-act">{acting}</div>
        </>
      )}
      {saving.state === 'conflict' && saving.theirs ? (
        <Conflict mine={writing} theirs={saving.theirs} onTake={settle} />
      ) : null}
    </div>
  );
}

/** Why it came back, if it did: the last thing that happened to it was a return. */
function Returned({ timeline, matterId }: { timeline: TimelineEntry[]; matterId: string }) {
  const words = useDraftWords();
  const last = timeline.at(-1);
  if (last?.verb === undefined || !last.verb.startsWith('return')) {
    return null;
  }
  return (
    <Note look="warn">
      <p className="strong">{fill(words.draft.returned, { who: last.actor.name })}</p>
      {last.opinion ? <p>{last.opinion}</p> : null}
      <p>
        <Link to="/matters/$id" params={{ id: matterId }}>
          {words.draft.history}
        </Link>
      </p>
    </Note>
  );
}

function faultsOf(writing: Writing, words: DraftWords): { title?: string; main?: string; body?: string } {
  const open = ['通告', '公告', '纪要', '公报', '决议', '命令'].includes(writing.kind);
  return {
    ...(writing.fields.title.trim() === '' ? { title: words.draft.needTitle } : {}),
    ...(writing.fields.mainReceivers.trim() === '' && !open ? { main: words.draft.needMain } : {}),
    ...(writing.body.every((block) => block.text.trim() === '') ? { body: words.draft.needBody } : {}),
  };
}

function SavingState({ saving, words }: { saving: Saving; words: DraftWords }) {
  const text = {
    there: saving.state === 'there' ? fill(words.draft.savedThere, { time: clockTime(saving.at) }) : '',
    here: words.draft.savedHere,
    saving: words.draft.saving,
    offline: words.draft.offline,
    refused: words.draft.savedHere,
    conflict: words.draft.conflict,
  }[saving.state];
  return (
    <span className="small muted saving-state" role="status">
      <span aria-hidden="true">{saving.state === 'there' ? '✓ ' : '○ '}</span>
      {text}
    </span>
  );
}

function Discard({
  matterId,
  hasVerb,
  stepId,
  revision,
}: {
  matterId: string;
  hasVerb: boolean;
  stepId: string;
  revision: number;
}) {
  const words = useDraftWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      try {
        await deleteDraft(matterId);
      } catch (error) {
        if (!hasVerb) {
          throw error;
        }
        // Once submitted a draft is not deleted but 作废: the record stays.
        const { performAct } = await import('../../acting/index.ts');
        await performAct(client, { id: matterId, revision }, stepId, 'discard', { key: newId() });
      }
      await forget(`draft/${matterId}`);
      client.removeQueries({ queryKey: ['draft', matterId] });
      client.invalidateQueries({ queryKey: keys.todo });
      client.invalidateQueries({ queryKey: keys.matters });
      toast(words.draft.discarded);
      await navigate({ to: '/outgoing', replace: true });
      await forget(`draft/${matterId}`);
    } catch (error) {
      toast(faultTitle(error, words.errors));
      setBusy(false);
      setAsking(false);
    }
  };
  return (
    <>
      <Button look="plain" small onClick={() => setAsking(true)}>
        {words.draft.discard}
      </Button>
      {asking ? (
        <Dialog title={words.draft.discard} onClose={() => setAsking(false)}>
          <div className="stack">
            <p>{words.draft.discardAsk}</p>
            <div className="row">
              <Button onClick={() => setAsking(false)}>{words.act.keepWriting}</Button>
              <Button look="primary" busy={busy} onClick={remove}>
                {words.draft.discard}
              </Button>
            </div>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}

function Conflict({
  mine,
  theirs,
  onTake,
}: {
  mine: Writing;
  theirs: Draft;
  onTake: (take: 'mine' | 'theirs', theirs: Draft) => void;
}) {
  const words = useDraftWords();
  const side = (title: string, fields: { title: string }, body: { id: string; text: string }[]) => (
    <section className="stack-tight">
      <h3>{title}</h3>
      <div className="text-sample">
        <p className="strong">{fields.title}</p>
        {body.map((block) => (
          <p key={block.id}>{block.text}</p>
        ))}
      </div>
    </section>
  );
  return (
    <Dialog title={words.draft.conflict} className="wide">
      <div className="stack">
        <p>{words.draft.conflictHelp}</p>
        <div className="conflict-sides">
          {side(words.draft.mine, mine.fields, mine.body)}
          {side(words.draft.theirs, theirs.fields, theirs.body)}
        </div>
        <div className="row">
          <Button onClick={() => onTake('mine', theirs)}>{words.draft.keepMine}</Button>
          <Button onClick={() => onTake('theirs', theirs)}>{words.draft.keepTheirs}</Button>
        </div>
      </div>
    </Dialog>
  );
}
