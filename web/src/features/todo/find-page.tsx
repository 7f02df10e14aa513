import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useSession } from '../../api/index.ts';
import { MatterBox, SearchBox } from '../../lists/index.ts';
import { useWords } from '../../words/index.ts';
import { OtherBoxes } from './other-boxes.tsx';

/** 查: one field over everything the person may see. */
export function FindPage() {
  const words = useWords();
  const session = useSession();
  const { q = '' } = useSearch({ from: '/find' });
  const navigate = useNavigate({ from: '/find' });
  const find = useCallback(
    (next: string) => navigate({ search: next === '' ? {} : { q: next }, replace: true }),
    [navigate],
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>{words.find.title}</h1>
        <SearchBox label={words.find.prompt} value={q} onSearch={find} />
      </div>
      {q === '' ? (
        <>
          <p className="muted">{words.find.help}</p>
          <OtherBoxes menu={session.menu ?? []} />
          <h2>{words.find.recent}</h2>
          <MatterBox box="done" q="" emptyTitle={words.box.emptyDone} emptyHelp={words.box.emptyDoneHelp} />
        </>
      ) : (
        (['incoming', 'outgoing'] as const).map((box) => (
          <section key={box} className="stack-tight">
            <h2>{box === 'incoming' ? words.nav.incoming : words.nav.outgoing}</h2>
            <MatterBox box={box} q={q} emptyTitle={words.box.emptyDone} emptyHelp={words.box.emptyDoneHelp} />
          </section>
        ))
      )}
    </div>
  );
}
