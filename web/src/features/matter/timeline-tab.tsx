import { useState } from 'react';
import { readProof, type TimelineEntry } from '../../api/index.ts';
import { Button, faultTitle, listTime, PersonLine, toast } from '../../design/index.ts';
import { InkReplay } from '../../ink/index.ts';
import type { ActCheck, PersonalCheck } from '../../proving/index.ts';
import { actorName, fill, say, useWords } from '../../words/index.ts';
import { useSigningWords } from '../../words/signing-words.ts';

/** 时间线: every act with who, which version, who had it afterwards, and whether the log holds it. */
export function TimelineTab({ entries }: { entries: TimelineEntry[] }) {
  const words = useWords();
  if (entries.length === 0) {
    return <p className="muted">{words.matter.noTimeline}</p>;
  }
  return (
    <ol className="timeline">
      {entries.map((entry) => (
        <li key={entry.id}>
          <p className="spread">
            <span className="strong">{say(entry.label)}</span>
            <time className="muted small" dateTime={entry.at}>
              {listTime(entry.at)}
            </time>
          </p>
          <p>
            <PersonLine
              name={actorName(entry.actor.name, words.matter.system)}
              post={actorName(entry.actor.post, words.matter.system)}
              note={
                entry.actor.onBehalfOf ? fill(words.matter.on, { who: entry.actor.onBehalfOf.name }) : null
              }
            />
          </p>
          {entry.opinion ? <p className="opinion">{entry.opinion}</p> : null}
          {entry.ink ? (
            <InkReplay ink={entry.ink} label={fill(words.matter.inkCaption, { name: entry.actor.name })} />
          ) : null}
          <p className="muted small">
            {[
              entry.versionNo ? fill(words.timeline.saw, { n: entry.versionNo }) : null,
              entry.holdersAfter.length > 0
                ? fill(words.timeline.holders, { who: entry.holdersAfter.join('、') })
                : null,
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </p>
          <Signature entry={entry} />
          <LogState entry={entry} />
        </li>
      ))}
    </ol>
  );
}

/** Whether the person signed the act, as the act says; the check is beside the log's. */
function Signature({ entry }: { entry: TimelineEntry }) {
  const words = useSigningWords();
  if (entry.signed !== undefined) {
    return (
      <p className="small">
        <span className="lamp green">
          <span aria-hidden="true">✓</span>
          {words.signedBy[entry.signed]}
        </span>
      </p>
    );
  }
  return entry.unsigned === 'declined' ? (
    <p className="small muted">
      <span aria-hidden="true">○ </span>
      {words.unsigned.declined}
    </p>
  ) : null;
}

function LogState({ entry }: { entry: TimelineEntry }) {
  const words = useWords();
  const [busy, setBusy] = useState(false);
  if (entry.logged === null) {
    return (
      <p className="small muted" title={words.timeline.pendingHelp}>
        <span aria-hidden="true">○ </span>
        {words.timeline.pending}
      </p>
    );
  }
  return (
    <p className="row small">
      <span className="lamp green" title={words.timeline.loggedHelp}>
        <span aria-hidden="true">✓</span>
        {fill(words.timeline.logged, { n: entry.logged.index })}
      </span>
      <Button
        look="plain"
        small
        busy={busy}
        onClick={async () => {
          setBusy(true);
          try {
            const proof = await readProof(entry.id);
            saveText(`${words.timeline.proofName}-${proof.index}.tlog-proof`, proof.proof);
          } catch (error) {
            toast(faultTitle(error, words.errors));
          }
          setBusy(false);
        }}
      >
        {words.timeline.proof}
      </Button>
      <CheckHere actId={entry.id} />
    </p>
  );
}

/** Lets this machine check the proof by itself, without taking the server's word for it. */
function CheckHere({ actId }: { actId: string }) {
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<ActCheck | null>(null);
  const check = async () => {
    setBusy(true);
    try {
      setFound(await (await import('../../proving/index.ts')).checkAct(actId));
    } catch (error) {
      toast(faultTitle(error, words.errors));
    }
    setBusy(false);
  };
  if (found === null) {
    return (
      <Button look="plain" small busy={busy} onClick={check}>
        {words.timeline.check}
      </Button>
    );
  }
  return found.ok ? (
    <>
      <span className="lamp green" role="status">
        <span aria-hidden="true">✓</span>
        {found.bodyKnown ? words.timeline.checked : words.timeline.checkedEntry}
      </span>
      {found.personal ? <Personal found={found.personal} /> : null}
    </>
  ) : (
    <span className="lamp red" role="alert">
      <span aria-hidden="true">✕</span>
      {
        {
          'key-changed': words.timeline.keyChanged,
          'not-in-log': words.timeline.notInLog,
          'body-differs': words.timeline.bodyDiffers,
        }[found.why]
      }
    </span>
  );
}

/** What this machine found out about the personal signature. */
function Personal({ found }: { found: PersonalCheck }) {
  const words = useSigningWords();
  const look = { signed: 'green', untrusted: 'yellow', wrong: 'red', none: 'yellow' }[found.answer];
  return (
    <span className={`lamp ${look}`} role={look === 'red' ? 'alert' : 'status'}>
      <span aria-hidden="true">{look === 'green' ? '✓' : look === 'red' ? '✕' : '!'}</span>
      {fill(words.checked[found.answer], { who: found.signer ?? '' })}
    </span>
  );
}

function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
