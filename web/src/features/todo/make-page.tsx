import { Link } from '@tanstack/react-router';
import { useSession } from '../../api/index.ts';
import { Icon } from '../../design/index.ts';
import { useWords } from '../../words/index.ts';

/** 办: what a person can begin. */
export function MakePage() {
  const words = useWords();
  const menu = useSession().menu ?? [];
  return (
    <div className="page">
      <h1>{words.make.title}</h1>
      <div className="make-list">
        {menu.includes('outgoing') ? (
          <Link to="/drafts/new" className="make-card">
            <Icon name="pen" />
            <span>
              <span className="strong">{words.make.draft}</span>
              <br />
              <span className="muted small">{words.make.draftHelp}</span>
            </span>
          </Link>
        ) : null}
        {menu.includes('incoming') ? (
          <Link to="/incoming/new" className="make-card">
            <Icon name="incoming" />
            <span>
              <span className="strong">{words.make.register}</span>
              <br />
              <span className="muted small">{words.make.registerHelp}</span>
            </span>
          </Link>
        ) : null}
        {menu.includes('incoming') || menu.includes('outgoing') ? (
          <Link to="/registers/$which" params={{ which: 'incoming' }} className="make-card">
            <Icon name="book" />
            <span>
              <span className="strong">{words.make.books}</span>
              <br />
              <span className="muted small">{words.make.booksHelp}</span>
            </span>
          </Link>
        ) : null}
        {menu.includes('seals') ? (
          <Link to="/seals/uses/new" className="make-card">
            <Icon name="seals" />
            <span>
              <span className="strong">{words.make.seal}</span>
              <br />
              <span className="muted small">{words.make.sealHelp}</span>
            </span>
          </Link>
        ) : null}
        <a href="/verify" className="make-card">
          <Icon name="verify" />
          <span>
            <span className="strong">{words.make.verify}</span>
            <br />
            <span className="muted small">{words.make.verifyHelp}</span>
          </span>
        </a>
      </div>
    </div>
  );
}
