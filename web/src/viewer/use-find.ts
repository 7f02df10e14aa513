import { useEffect, useMemo, useState } from 'react';
import type { PageSource, SearchHit } from './page-source.ts';

/** A search in the document: what is sought, what was found, and which place is in hand. */
export type Find = {
  query: string;
  setQuery(query: string): void;
  /** True while an answer is awaited. */
  busy: boolean;
  hits: readonly SearchHit[];
  /** There are more places than are listed. */
  cut: boolean;
  /** Index into `hits`; -1 when there are none. */
  now: number;
  step(by: 1 | -1): void;
};

const NOTHING = { query: '', hits: [] as readonly SearchHit[], cut: false };

/** Searches a moment after the last key; the first place in hand is the first on or after the page being read. */
export function useFind(source: PageSource, active: boolean, currentPage: number): Find {
  const [query, setQuery] = useState('');
  const [found, setFound] = useState(NOTHING);
  const [now, setNow] = useState(0);
  const wanted = active ? query.trim() : '';
  // Where the reader was when asking, not where they scroll to
  useEffect(() => {
    if (wanted === '') {
      setFound(NOTHING);
      return;
    }
    const asked = new AbortController();
    const timer = setTimeout(() => {
      source.search(wanted, asked.signal).then(
        ({ hits, cut }) => {
          if (!asked.signal.aborted) {
            setFound({ query: wanted, hits, cut });
            setNow(
              Math.max(
                0,
                hits.findIndex(({ page }) => page >= currentPage),
              ),
            );
          }
        },
        () => {
          if (!asked.signal.aborted) {
            setFound({ query: wanted, hits: [], cut: false });
          }
        },
      );
    }, 200);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [source, wanted]);
  const { hits, cut } = found;
  return useMemo(
    () => ({
      query,
      setQuery,
      busy: wanted !== found.query,
      hits,
      cut,
      now: hits.length === 0 ? -1 : Math.min(now, hits.length - 1),
      step: (by) => setNow((at) => (hits.length === 0 ? 0 : (at + by + hits.length) % hits.length)),
    }),
    [query, wanted, found.query, hits, cut, now],
  );
}
