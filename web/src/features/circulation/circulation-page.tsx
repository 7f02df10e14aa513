import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { MatterBox, SearchBox } from '../../lists/index.ts';
import { useWords } from '../../words/index.ts';

/** 传阅: papers that go round. */
export function CirculationPage() {
  const words = useWords();
  const { q = '' } = useSearch({ from: '/circulation' });
  const navigate = useNavigate({ from: '/circulation' });
  const find = useCallback(
    (next: string) => navigate({ search: next === '' ? {} : { q: next }, replace: true }),
    [navigate],
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>{words.circulation.title}</h1>
        <SearchBox label={words.box.find} value={q} onSearch={find} />
      </div>
      <MatterBox
        box="circulation"
        q={q}
        emptyTitle={words.box.emptyCirculation}
        emptyHelp={words.box.emptyCirculationHelp}
      />
    </div>
  );
}
