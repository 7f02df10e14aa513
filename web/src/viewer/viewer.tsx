import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Report } from '../api/index.ts';
import { Button, Dialog, useBoundKeys, useLargePrint, useLayout } from '../design/index.ts';
import { fill } from '../words/index.ts';
import { useViewerWords } from '../words/use-viewer-words.ts';
import { FindBar } from './find-bar.tsx';
import { OutlinePane } from './outline-pane.tsx';
import { type PageHits, type PageOverlay, PageSheet } from './page-sheet.tsx';
import type { PageSource, PageStamp } from './page-source.ts';
import { PrintPages } from './print-pages.tsx';
import { SealMarks, SealsButton, SealsPanel } from './seals.tsx';
import type { TextPage } from './text/place-caret.ts';
import { TextStage } from './text/text-stage.tsx';
import { Thumbnails } from './thumbnails.tsx';
import { useFind } from './use-find.ts';
import { usePageWindow } from './use-page-window.ts';
import { useView } from './use-view.ts';
import { type BarRoom, type Pane, ViewerTools } from './viewer-tools.tsx';
import './viewer.css';

/** What stands over and around the pages. */
export type ViewerExtras = {
  /** The verifier's report on this very file: its words are shown at the seals. */
  report?: Report | null;
  overlay?: PageOverlay;
  /** Told where on the paper somebody tapped, in millimetres; pages count from 1. */
  onPoint?: (page: number, xMm: number, yMm: number) => void;
  /** Further tools of whoever shows the document. */
  extra?: ReactNode;
  /** What is printed here is something else than the document: the browser's own way of printing is left to it. */
  besideText?: boolean;
  /** Somebody writes on the pages: they stay upright, and nothing lies over them that could be pressed. */
  writing?: boolean;
};

/** Least width, in letters, at which all tools fit on the bar, and at which zooming does. */
const WIDE_REM = 44;
const MIDDLE_REM = 30;

/**
 * The document as white sheets below each other in whatever scrolls around it. Only sheets near the eye exist. Zoom,
 * turn, thumbnails, contents, find, copy, print and the seals' verdicts, by hand, mouse and keyboard alike.
 */
export function Viewer({
  source,
  report = null,
  overlay,
  onPoint,
  extra,
  besideText,
  writing,
}: ViewerExtras & { source: PageSource }) {
  const words = useViewerWords();
  const layoutKind = useLayout();
  const root = useRef<HTMLElement>(null);
  const stage = useRef<HTMLElement>(null);
  const pages = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const textPages = useRef(new Map<number, TextPage>()).current;
  const papers = useSyncExternalStore(source.onSizes, source.sizes);
  const view = useView(papers, stage, pages, bar, writing === true);
  const { layout, scale, turn } = view;
  const seen = usePageWindow(pages, bar, layout);
  const [pane, setPane] = useState<Pane | null>(null);
  const [finding, setFinding] = useState(false);
  const find = useFind(source, finding, seen.current);
  const [asked, setAsked] = useState<{ only: number | null } | null>(null);
  const [printing, setPrinting] = useState<number | null>(null);
  const barRoom = useBarRoom(root);
  const bound = useBoundKeys();
  const large = useLargePrint();

  const hit = find.hits[find.now];
  // Another place in hand is shown, a scroll is not undone
  useEffect(() => {
    const [box] = hit?.boxes ?? [];
    if (hit && box) {
      view.show(hit.page, box);
    }
  }, [hit]);
  const hitsOf = useMemo(() => {
    const byPage = new Map<number, { places: PageHits['places'][number][]; now: number }>();
    for (const [at, { page, boxes }] of find.hits.entries()) {
      const hits = byPage.get(page) ?? { places: [], now: -1 };
      hits.now = at === find.now ? hits.places.length : hits.now;
      hits.places.push(boxes);
      byPage.set(page, hits);
    }
    return byPage;
  }, [find.hits, find.now]);

  const openFind = () => {
    setFinding(true);
    field.current?.focus();
    field.current?.select();
  };
  const closeFind = () => {
    setFinding(false);
    stage.current?.focus({ preventScroll: true });
  };
  const print = () => setPrinting(0);
  // Wherever the focus is, the key for printing prints the document, all of it, not the pages that happen to exist.
  useEffect(() => {
    if (besideText) {
      return;
    }
    const onPrintKey = (event: globalThis.KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'p') {
        event.preventDefault();
        setPrinting((before) => before ?? 0);
      }
    };
    document.addEventListener('keydown', onPrintKey);
    return () => document.removeEventListener('keydown', onPrintKey);
  }, [besideText]);

  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const ctrl = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    const act = (run: () => void) => {
      event.preventDefault();
      event.stopPropagation();
      run();
    };
    if (ctrl && !event.altKey && letter === 'f' && source.hasText) {
      act(openFind);
    } else if (!ctrl && !event.altKey && !(event.target instanceof HTMLInputElement)) {
      const run = keyActs[event.key] ?? keyActs[letter];
      if (run && !inPane(event.target as Element, event.currentTarget)) {
        act(run);
      }
    }
  };
  const keyActs: Record<string, () => void> = {
    PageDown: () => view.goTo(seen.current + 1),
    PageUp: () => view.goTo(seen.current - 1),
    Home: () => view.goTo(0),
    End: () => view.goTo(papers.length - 1),
    ArrowDown: () => view.scrollBy(60),
    ArrowUp: () => view.scrollBy(-60),
    '+': () => view.zoomBy(1.25),
    '=': () => view.zoomBy(1.25),
    '-': () => view.zoomBy(1 / 1.25),
    '0': () => view.fitTo('width'),
    // Where R is the key of an act on this screen, it stays that.
    ...(writing || bound.some(({ key }) => key.toLowerCase() === 'r') ? {} : { r: view.turnRight }),
  };

  const panes: Pane[] = [
    ...(papers.length > 1 ? (['thumbnails'] as const) : []),
    ...(source.outline.length > 0 ? (['outline'] as const) : []),
  ];
  const openPane = pane !== null && panes.includes(pane) ? pane : null;
  const sheet = layoutKind === 'phone';
  const leave = () => {
    if (sheet) {
      setPane(null);
    }
  };
  const paneContent =
    openPane === 'thumbnails' ? (
      <Thumbnails
        source={source}
        papers={papers}
        current={seen.current}
        onGo={(page) => {
          leave();
          view.goTo(page);
        }}
      />
    ) : openPane === 'outline' ? (
      <OutlinePane
        lines={source.outline}
        onGo={async (key) => {
          leave();
          const goal = await source.goalOf(key).catch(() => null);
          if (goal) {
            view.goTo(goal.page, goal.yMm);
          }
        }}
      />
    ) : null;

  const signatures =
    report?.signatures.length || new Set(source.stamps.map(({ signature }) => signature)).size;
  const goToStamp = ({ page, box }: PageStamp) => {
    setAsked(null);
    view.goTo(page, Math.max(0, box.yMm - 20));
  };
  const near = papers.slice(seen.first, seen.last + 1);

  return (
    <section className="viewer" aria-label={words.document} ref={root} onKeyDown={onKey}>
      <div className="viewer-bar no-print" ref={bar}>
        <ViewerTools
          view={view}
          pages={papers.length}
          current={Math.min(seen.current, papers.length - 1)}
          panes={panes}
          pane={openPane}
          onPane={setPane}
          onFind={source.hasText ? (finding ? closeFind : openFind) : null}
          finding={finding}
          onPrint={print}
          canTurn={!writing}
          room={barRoom}
          extra={extra}
          seals={
            signatures > 0 ? (
              <SealsButton
                count={signatures}
                report={report}
                short={barRoom === 'narrow' && large}
                onOpen={() => setAsked({ only: null })}
              />
            ) : null
          }
        />
        {finding ? <FindBar find={find} field={field} onClose={closeFind} /> : null}
        {printing === null ? null : (
          <div className="viewer-find small" role="status">
            <span>{fill(words.printing, { n: printing, of: papers.length })}</span>
            <Button look="plain" small onClick={() => setPrinting(null)}>
              {words.stopPrinting}
            </Button>
          </div>
        )}
      </div>
      <div className={openPane && !sheet ? 'viewer-body with-pane' : 'viewer-body'}>
        {paneContent && !sheet ? <div className="viewer-pane no-print">{paneContent}</div> : null}
        <TextStage
          stage={stage}
          label={`${words.document}: ${words.keysHelp}`}
          source={source}
          textPages={textPages}
        >
          <div
            className="viewer-pages"
            ref={pages}
            style={{ height: layout.height, width: layout.width > view.room ? layout.width : undefined }}
          >
            {near.map((paper, offset) => {
              const page = seen.first + offset;
              const stamps = writing ? [] : source.stamps.filter((stamp) => stamp.page === page);
              return (
                <PageSheet
                  key={page}
                  source={source}
                  page={page}
                  paper={paper}
                  turn={turn}
                  scale={scale}
                  place={{
                    top: layout.tops[page] ?? 0,
                    width: layout.widths[page] ?? 0,
                    height: layout.heights[page] ?? 0,
                  }}
                  hits={hitsOf.get(page) ?? null}
                  marks={
                    stamps.length > 0 ? (
                      <SealMarks
                        stamps={stamps}
                        paper={paper}
                        report={report}
                        onOpen={(only) => setAsked({ only })}
                      />
                    ) : null
                  }
                  overlay={overlay ?? null}
                  onPoint={onPoint ?? null}
                  textPages={textPages}
                />
              );
            })}
          </div>
        </TextStage>
      </div>
      {paneContent && sheet ? (
        <Dialog
          title={openPane === 'outline' ? words.outline : words.thumbnails}
          onClose={() => setPane(null)}
          className="viewer-pane-sheet"
        >
          {paneContent}
        </Dialog>
      ) : null}
      {asked ? (
        <SealsPanel
          report={report}
          stamps={source.stamps}
          only={asked.only}
          onGo={goToStamp}
          onClose={() => setAsked(null)}
        />
      ) : null}
      {printing === null ? null : (
        <PrintPages
          source={source}
          papers={papers}
          overlay={overlay ?? null}
          onProgress={setPrinting}
          onDone={() => setPrinting(null)}
        />
      )}
    </section>
  );
}

/** Whether the focus is in a pane or a window of the viewer's own, whose keys are their own. */
function inPane(focused: Element, viewer: Element): boolean {
  const pane = focused.closest('dialog, .viewer-pane');
  return pane !== null && viewer.contains(pane);
}

/** How much fits on the bar, measured in letters, so that large print counts as less room. */
function useBarRoom(root: { current: HTMLElement | null }): BarRoom {
  const [room, setRoom] = useState<BarRoom>('narrow');
  useEffect(() => {
    const look = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const letters = (root.current?.clientWidth ?? 0) / rem;
      setRoom(letters >= WIDE_REM ? 'wide' : letters >= MIDDLE_REM ? 'middle' : 'narrow');
    };
    look();
    const observer = new ResizeObserver(look);
    if (root.current) {
      observer.observe(root.current);
    }
    return () => observer.disconnect();
  }, [root]);
  return room;
}
