import { type RefObject, useId, useLayoutEffect } from 'react';
import { Button } from '../design/index.ts';
import { fill } from '../words/index.ts';
import { useViewerWords } from '../words/use-viewer-words.ts';
import type { Find } from './use-find.ts';

/** The field for finding words, how many places there are, and the way from one to the next. */
export function FindBar({
  find,
  field,
  onClose,
}: {
  find: Find;
  field: RefObject<HTMLInputElement | null>;
  onClose: () => void;
}) {
  const words = useViewerWords();
  const id = useId();
  useLayoutEffect(() => field.current?.focus(), [field]);
  const said =
    find.query.trim() === ''
      ? ''
      : find.busy
        ? words.searching
        : find.hits.length === 0
          ? words.noHits
          : fill(words.hits, { n: find.now + 1, of: `${find.hits.length}${find.cut ? '+' : ''}` });
  return (
    <search className="viewer-find no-print">
      <label className="unseen" htmlFor={id}>
        {words.findIn}
      </label>
      <input
        id={id}
        ref={field}
        className="input"
        type="text"
        enterKeyHint="search"
        autoComplete="off"
        placeholder={words.findIn}
        maxLength={100}
        value={find.query}
        onChange={(event) => find.setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
            event.preventDefault();
            find.step(event.shiftKey ? -1 : 1);
          } else if (event.key === 'Escape') {
            // Not the window around it.
            event.preventDefault();
            event.stopPropagation();
            onClose();
          }
        }}
      />
      <span className="viewer-count small" role="status">
        {said}
      </span>
      <Button look="plain" small aria-label={words.previousHit} onClick={() => find.step(-1)}>
        <span aria-hidden="true">↑</span>
      </Button>
      <Button look="plain" small aria-label={words.nextHit} onClick={() => find.step(1)}>
        <span aria-hidden="true">↓</span>
      </Button>
      <Button look="plain" small aria-label={words.closeFind} onClick={onClose}>
        <span aria-hidden="true">✕</span>
      </Button>
    </search>
  );
}
