import { useEffect, useRef } from 'react';
import { Button } from '../design/index.ts';
import { useWords } from '../words/index.ts';

/** The end of a list: fetches the next rows when it comes into view, and by a button for everybody else. */
export function MoreRows({ has, busy, onMore }: { has: boolean; busy: boolean; onMore: () => void }) {
  const words = useWords();
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  latest.current = onMore;
  useEffect(() => {
    const end = ref.current;
    if (end === null || !has || typeof IntersectionObserver === 'undefined') {
      return;
    }
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          latest.current();
        }
      },
      { rootMargin: '400px' },
    );
    observer.observe(end);
    return () => observer.disconnect();
  }, [has]);
  if (!has) {
    return null;
  }
  return (
    <div ref={ref} className="row no-print">
      <Button busy={busy} onClick={onMore}>
        {words.common.moreRows}
      </Button>
    </div>
  );
}
