import type { ReactNode } from 'react';
import type { Ink, MatterView, TimelineEntry } from '../../api/index.ts';
import { paperDate } from '../../design/index.ts';
import { InkPicture } from '../../ink/index.ts';
import { fill, say, useWords, type Words } from '../../words/index.ts';

/** 收文处理笺 or 发文稿纸: the paper form people know, filling itself from the acts. */
export function SheetTab({ matter }: { matter: MatterView }) {
  const words = useWords();
  const incoming = matter.document?.direction !== 'out';
  return (
    <div className="stack">
      {incoming ? (
        <ProcessingSheet matter={matter} words={words} />
      ) : (
        <DraftSheet matter={matter} words={words} />
      )}
      {incoming ? (
        <p className="no-print">
          <a
            className="button small"
            href={`/api/v1/matters/${matter.id}/processing-sheet.pdf`}
            target="_blank"
            rel="noreferrer"
          >
            {words.matter.processing}
          </a>
        </p>
      ) : null}
    </div>
  );
}

function Cell({ name, children, wide }: { name: string; children: ReactNode; wide?: boolean }) {
  return (
    <div className={wide ? 'cell wide' : 'cell'}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** One remark as it stands on the form: words or handwriting, then name and date at the right. */
function Remark({
  name,
  post,
  at,
  text,
  ink,
  words,
}: {
  name: string;
  post: string;
  at?: string | null;
  text?: string | null;
  ink?: Ink | null;
  words: Words;
}) {
  return (
    <div className="remark">
      {text ? <p>{text}</p> : null}
      {ink ? <InkPicture ink={ink} label={fill(words.matter.inkCaption, { name })} /> : null}
      <p className="remark-by">
        {name}
        {post && post !== name ? <span className="unseen">（{post}）</span> : null} {paperDate(at)}
      </p>
    </div>
  );
}

function ProcessingSheet({ matter, words }: { matter: MatterView; words: Words }) {
  const document = matter.document;
  const registration = document?.registration;
  const { sheet } = matter;
  const blank = <span className="blank">{words.sheet.blank}</span>;
  return (
    <section className="form-sheet" aria-label={words.sheet.title}>
      <h2>{words.sheet.title}</h2>
      <dl className="form-grid">
        <Cell name={words.sheet.from}>{senderOf(matter) || blank}</Cell>
        <Cell name={words.sheet.incomingNumber}>{registration?.incomingNumber ?? blank}</Cell>
        <Cell name={words.sheet.number}>{registration?.number ?? words.sheet.none}</Cell>
        <Cell name={words.sheet.receivedOn}>{paperDate(registration?.receivedOn) || blank}</Cell>
        <Cell name={words.sheet.urgency}>{document?.fields.urgency ?? words.sheet.none}</Cell>
        <Cell name={words.sheet.due}>{paperDate(registration?.dueOn) || words.sheet.none}</Cell>
        <Cell name={words.sheet.subject} wide>
          {matter.title}
        </Cell>
        <Cell name={words.sheet.proposal} wide>
          {sheet.proposal ? (
            <Remark
              name={sheet.proposal.name}
              post={sheet.proposal.post}
              at={sheet.proposal.at}
              text={sheet.proposal.opinion}
              words={words}
            />
          ) : (
            blank
          )}
        </Cell>
        <Cell name={words.sheet.instructions} wide>
          {sheet.instructions.length === 0 ? blank : null}
          {sheet.instructions.map((entry) => (
            <Remark
              key={`${entry.name}${entry.at}`}
              name={entry.name}
              post={entry.post}
              at={entry.at}
              text={entry.opinion ?? null}
              ink={entry.ink ?? null}
              words={words}
            />
          ))}
        </Cell>
        <Cell name={words.sheet.circulation} wide>
          {sheet.circulation.length === 0 ? blank : null}
          <ul className="signers">
            {sheet.circulation.map((entry) => (
              <li key={`${entry.name}${entry.post}`}>
                {entry.name}{' '}
                {entry.at ? paperDate(entry.at) : <span className="blank">{words.states.unread}</span>}
              </li>
            ))}
          </ul>
        </Cell>
        <Cell name={words.sheet.handling} wide>
          {sheet.handling.length === 0 ? blank : null}
          {sheet.handling.map((entry) => (
            <Remark
              key={`${entry.name}${entry.post}`}
              name={entry.name}
              post={entry.post}
              at={entry.at ?? null}
              text={entry.result ?? words.states.waiting}
              words={words}
            />
          ))}
        </Cell>
      </dl>
    </section>
  );
}

/** What was said, after what was done; the drafter and a leader's handwriting need no words. */
function remarkText(entry: TimelineEntry): string | null {
  if (entry.opinion) {
    return entry.node === 'approve' && entry.verb === 'approve'
      ? entry.opinion
      : `${say(entry.label)}：${entry.opinion}`;
  }
  return entry.ink || entry.node === 'draft' ? null : say(entry.label);
}

function senderOf(matter: MatterView): string {
  const fields = matter.document?.fields;
  return (
    matter.document?.registration.from || fields?.signature?.join('、') || fields?.organMark?.join('、') || ''
  );
}

function DraftSheet({ matter, words }: { matter: MatterView; words: Words }) {
  const document = matter.document;
  const fields = document?.fields;
  const registration = document?.registration;
  const blank = <span className="blank">{words.sheet.blank}</span>;
  const entriesAt = (node: string) =>
    matter.timeline.filter(
      (entry) => entry.node === node && entry.verb !== 'transfer' && entry.verb !== 'add',
    );
  const remarks = (node: string) => {
    // The drafter stands on the form once, with the day of the last submission.
    const found =
      node === 'draft'
        ? entriesAt(node)
            .filter((entry) => entry.verb === 'submit')
            .slice(-1)
        : entriesAt(node);
    if (found.length === 0) {
      return blank;
    }
    return found.map((entry) => (
      <Remark
        key={entry.id}
        name={entry.actor.name}
        post={entry.actor.post}
        at={entry.at}
        text={remarkText(entry)}
        ink={entry.ink ?? null}
        words={words}
      />
    ));
  };
  return (
    <section className="form-sheet" aria-label={words.sheet.draftTitle}>
      <h2>{words.sheet.draftTitle}</h2>
      <dl className="form-grid">
        <Cell name={words.sheet.issue} wide>
          {remarks('approve')}
        </Cell>
        <Cell name={words.sheet.check}>{remarks('review')}</Cell>
        <Cell name={words.sheet.drafter}>{remarks('draft')}</Cell>
        <Cell name={words.sheet.main} wide>
          {fields?.mainReceivers || words.sheet.none}
        </Cell>
        <Cell name={words.sheet.cc} wide>
          {fields?.cc || words.sheet.none}
        </Cell>
        <Cell name={words.sheet.outNumber}>{registration?.number ?? blank}</Cell>
        <Cell name={words.sheet.urgency}>{fields?.urgency ?? words.sheet.none}</Cell>
        <Cell name={words.sheet.subject} wide>
          {matter.title}
        </Cell>
        <Cell name={words.sheet.attachments} wide>
          {document && document.attachments.length > 0
            ? document.attachments.map((attachment, at) => `${at + 1}. ${attachment.name}`).join('；')
            : words.sheet.none}
        </Cell>
      </dl>
    </section>
  );
}
