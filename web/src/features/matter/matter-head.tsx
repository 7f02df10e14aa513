import { Link } from '@tanstack/react-router';
import type { MatterView } from '../../api/index.ts';
import { Badge, Button, Icon, Lamp, Urgency, useLayout } from '../../design/index.ts';
import { fill, say, useWords } from '../../words/index.ts';
import { workingDaysLeft } from './deadline.ts';
import type { Queue } from './queue.ts';

/** What is asked, the title, and the place in the pile. */
export function MatterHead({
  matter,
  queue,
  onOpen,
}: {
  matter: MatterView;
  queue: Queue;
  onOpen: (matterId: string) => void;
}) {
  const words = useWords();
  const layout = useLayout();
  const document = matter.document;
  const numbers = [
    document?.registration.number,
    document?.registration.incomingNumber
      ? `${words.matter.registeredAs} ${document.registration.incomingNumber}`
      : null,
    document?.kind,
  ].filter((part) => part);
  const days = workingDaysLeft(matter, queue);
  return (
    <header className="matter-head">
      <div className="matter-nav no-print">
        <Link to="/todo" className="button plain">
          <Icon name="back" />
          <span className={layout === 'phone' ? 'unseen' : ''}>{words.nav.todo}</span>
        </Link>
        {queue.at > 0 && queue.count > 1 ? (
          <div className="row queue">
            <span className="small muted">{fill(words.todo.position, { i: queue.at, n: queue.count })}</span>
            <Button
              look="plain"
              small
              disabled={queue.previous === null}
              aria-label={words.todo.previous}
              onClick={() => queue.previous && onOpen(queue.previous.matterId)}
            >
              <span aria-hidden="true">‹</span>
            </Button>
            <Button
              look="plain"
              small
              disabled={queue.next === null}
              aria-label={words.todo.next}
              onClick={() => queue.next && onOpen(queue.next.matterId)}
            >
              <span aria-hidden="true">›</span>
            </Button>
          </div>
        ) : null}
      </div>
      <div className="matter-title">
        <p className="row small matter-asked">
          {layout !== 'desk' && matter.mine ? <span className="strong">{say(matter.mine.asked)}</span> : null}
          <Urgency value={document?.fields.urgency} />
          {days === null ? null : <Lamp daysLeft={days} />}
          {matter.state === 'closed' ? <Badge look="ok">✓ {words.states.closed}</Badge> : null}
        </p>
        <h1>{matter.title || words.draft.untitled}</h1>
        <p className="row small muted">
          {numbers.length > 0 ? <span>{numbers.join(' · ')}</span> : null}
          {matter.mine && (matter.mine.node === 'draft' || matter.mine.node === 'recheck') ? (
            <Link to="/drafts/$id" params={{ id: matter.id }} className="no-print">
              {words.matter.edit}
            </Link>
          ) : null}
        </p>
      </div>
    </header>
  );
}
