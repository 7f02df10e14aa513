import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { MatterBox, SearchBox } from '../../lists/index.ts';
import { useWords } from '../../words/index.ts';

/** 收文: what has come in and where it is. */
export function IncomingPage() {
  const words = useWords();
  const { q = '' } = useSearch({ from: '/incoming' });
  const navigate = useNavigate({ from: '/incoming' });
  const find = useCallback(
    (next: string) => navigate({ search: next === '' ? {} : { q: next }, replace: true }),
    [navigate],
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>{words.incomingBox.title}</h1>
        <div className="row">
          <Link to="/registers/$which" params={{ which: 'incoming' }} className="button">
            {words.incomingBox.register}
          </Link>
          <Link to="/incoming/new" className="button primary">
            {words.incomingBox.add}
          </Link>
        </div>
      </div>
      <SearchBox label={words.box.find} value={q} onSearch={find} />
      <MatterBox
        box="incoming"
        q={q}
        emptyTitle={words.box.emptyIncoming}
        emptyHelp={words.box.emptyIncomingHelp}
        emptyAct={
          <Link to="/incoming/new" className="button">
            {words.box.register}
          </Link>
        }
      />
    </div>
  );
}
