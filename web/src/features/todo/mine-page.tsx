import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { MatterBox, SearchBox } from '../../lists/index.ts';
import { useWords } from '../../words/index.ts';

/** 我办过的 and 我发起的. */
export function MinePage() {
  const words = useWords();
  const { box } = useParams({ from: '/mine/$box' });
  const { q = '' } = useSearch({ from: '/mine/$box' });
  const navigate = useNavigate({ from: '/mine/$box' });
  const find = useCallback(
    (next: string) => navigate({ search: next === '' ? {} : { q: next }, replace: true }),
    [navigate],
  );
  const done = box === 'done';
  return (
    <div className="page">
      <div className="page-head">
        <h1>{done ? words.box.done : words.box.mine}</h1>
        <SearchBox label={words.box.find} value={q} onSearch={find} />
      </div>
      <MatterBox
        box={done ? 'done' : 'mine'}
        q={q}
        emptyTitle={done ? words.box.emptyDone : words.box.emptyOutgoing}
        emptyHelp={done ? words.box.emptyDoneHelp : words.box.emptyOutgoingHelp}
      />
    </div>
  );
}
