import { useEffect, useState } from 'react';
import { useWords } from '../words/index.ts';

/** True once `running` has lasted 300 ms: before that a person does not notice the wait. */
export function useSlow(running: boolean, afterMs = 300): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!running) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), afterMs);
    return () => clearTimeout(timer);
  }, [running, afterMs]);
  return slow;
}

/** Says what is going on, once it takes longer than 300 ms. */
export function Progress({ label }: { label?: string }) {
  const words = useWords();
  const slow = useSlow(true);
  return (
    <div role="status" className="progress">
      {slow ? (
        <>
          <span className="bar" aria-hidden="true" />
          <span>{label ?? words.common.loading}</span>
        </>
      ) : null}
    </div>
  );
}

/** Grey places where rows will stand; shown after 300 ms so that a quick answer does not flicker. */
export function Skeleton({ rows = 4 }: { rows?: number }) {
  const words = useWords();
  const slow = useSlow(true);
  const places = Array.from({ length: rows }, (_, place) => `row-${place}`);
  return (
    <div role="status" className="skeleton">
      <span className="unseen">{words.common.loading}</span>
      {slow ? places.map((place) => <span key={place} aria-hidden="true" />) : null}
    </div>
  );
}
