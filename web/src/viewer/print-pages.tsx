import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { PageOverlay } from './page-sheet.tsx';
import type { PageSource, PaperSize } from './page-source.ts';

/** One name per paper size, so that a landscape annex gets its own paper. */
function paperName({ widthMm, heightMm }: PaperSize): string {
  return `paper-${Math.round(widthMm * 10)}-${Math.round(heightMm * 10)}`;
}

/** Rules for the papers in use, put into a sheet of ours: the content policy forbids new ones in the page. */
function paperRules(papers: readonly PaperSize[]): () => void {
  const sheet = [...document.styleSheets].reverse().find((one) => {
    try {
      return one.cssRules.length > 0;
    } catch {
      return false;
    }
  });
  const added: CSSRule[] = [];
  const rule = (selector: string, { widthMm, heightMm }: PaperSize) => {
    const at = sheet?.insertRule(
      `@page ${selector} { size: ${widthMm}mm ${heightMm}mm; margin: 0; }`,
      sheet.cssRules.length,
    );
    const made = at === undefined ? undefined : sheet?.cssRules[at];
    if (made) {
      added.push(made);
    }
  };
  const [first] = papers;
  if (first) {
    rule('', first);
  }
  for (const [name, paper] of new Map(papers.map((one) => [paperName(one), one]))) {
    rule(name, paper);
  }
  return () => {
    for (const made of added) {
      const at = sheet ? [...sheet.cssRules].indexOf(made) : -1;
      if (at >= 0) {
        sheet?.deleteRule(at);
      }
    }
  };
}

/**
 * Prepares every page, prints them at the size of their paper with nothing else of the application, and goes away.
 * `onProgress` counts the pages made.
 */
export function PrintPages({
  source,
  papers,
  overlay,
  onProgress,
  onDone,
}: {
  source: PageSource;
  papers: readonly PaperSize[];
  overlay: PageOverlay | null;
  onProgress: (pages: number) => void;
  onDone: () => void;
}) {
  const [hrefs, setHrefs] = useState<string[] | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef({ onProgress, onDone });
  latest.current = { onProgress, onDone };
  // One printing of the document as it was when asked
  useEffect(() => {
    const asked = new AbortController();
    const made: string[] = [];
    (async () => {
      for (let page = 0; page < papers.length; page += 1) {
        made.push(await source.print(page, asked.signal));
        latest.current.onProgress(page + 1);
      }
      setHrefs(made);
    })().catch(() => {
      if (!asked.signal.aborted) {
        latest.current.onDone();
      }
    });
    return () => {
      asked.abort();
      for (const href of made) {
        if (href.startsWith('blob:')) {
          URL.revokeObjectURL(href);
        }
      }
    };
  }, [source]);
  // Printed once, when every page is there
  useEffect(() => {
    const element = place.current;
    if (hrefs === null || element === null) {
      return;
    }
    let gone = false;
    const removeRules = paperRules(papers);
    const done = () => latest.current.onDone();
    const root = document.documentElement;
    (async () => {
      await Promise.all(
        [...element.querySelectorAll('img')].map((image) => image.decode().catch(() => undefined)),
      );
      if (!gone) {
        root.classList.add('printing-pages');
        window.addEventListener('afterprint', done, { once: true });
        window.print();
      }
    })();
    return () => {
      gone = true;
      window.removeEventListener('afterprint', done);
      root.classList.remove('printing-pages');
      removeRules();
    };
  }, [hrefs]);
  return hrefs === null
    ? null
    : createPortal(
        <div className="print-pages" ref={place} aria-hidden="true">
          {hrefs.map((href, page) => {
            const paper = papers[page] ?? { widthMm: 210, heightMm: 297 };
            const { widthMm, heightMm } = paper;
            return (
              <div
                key={href}
                className="print-page"
                style={{ width: `${widthMm}mm`, height: `${heightMm}mm`, page: paperName(paper) }}
              >
                <img src={href} alt="" />
                {overlay?.(page + 1, paper)}
              </div>
            );
          })}
        </div>,
        document.body,
      );
}
