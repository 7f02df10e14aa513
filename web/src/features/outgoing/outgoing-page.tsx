import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { MatterBox, SearchBox } from '../../lists/index.ts';
import { useWords } from '../../words/index.ts';

/** 发文: what this organ has issued or is preparing. */
export function OutgoingPage() {
  const words = useWords();
  const { q = '' } = useSearch({ from: '/outgoing' });
  const navigate = useNavigate({ from: '/outgoing' });
  const find = useCallback(
    (next: string) => navigate({ search: next === '' ? {} : { q: next }, replace: true }),
    [navigate],
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>{words.outgoing.title}</h1>
        <div className="row">
          <Link to="/registers/$which" params={{ which: 'outgoing' }} className="button">
            {words.outgoing.register}
          </Link>
          <Link to="/drafts/new" className="button primary">
            {words.outgoing.draft}
          </Link>
        </div>
      </div>
      <SearchBox label={words.box.find} value={q} onSearch={find} />
      <MatterBox
        box="outgoing"
        q={q}
        emptyTitle={words.box.emptyOutgoing}
        emptyHelp={words.box.emptyOutgoingHelp}
        emptyAct={
          <Link to="/drafts/new" className="button">
            {words.box.draft}
          </Link>
        }
      />
    </div>
  );
}
