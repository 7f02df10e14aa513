import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { Button, Dialog } from '../design/index.ts';
import { fill } from '../words/index.ts';
import { useViewerWords } from '../words/use-viewer-words.ts';
import { FULL_SIZE, type View } from './use-view.ts';

/** The panes beside the pages. */
export type Pane = 'thumbnails' | 'outline';

/** All tools fit, or zooming at least, or only what a hand cannot do by itself. */
export type BarRoom = 'wide' | 'middle' | 'narrow';

/** What the bar shows and does. */
export type ToolsProps = {
  view: View;
  pages: number;
  current: number;
  /** The panes there are, and the open one. */
  panes: readonly Pane[];
  pane: Pane | null;
  onPane: (pane: Pane | null) => void;
  /** Absent where the text is not known. */
  onFind: (() => void) | null;
  finding: boolean;
  onPrint: () => void;
  canTurn: boolean;
  seals: ReactNode;
  extra: ReactNode;
  /** What does not fit on the bar stands behind 更多. */
  room: BarRoom;
};

/** Arrow keys move along the bar, as in any bar of tools. */
function moveAlong(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0 || event.target instanceof HTMLInputElement) {
    return;
  }
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not([disabled])')];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  if (at >= 0) {
    event.preventDefault();
    event.stopPropagation();
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  }
}

/** The bar above the pages. */
export function ViewerTools(props: ToolsProps) {
  const { view, pages, current, onFind, finding, seals, extra, room } = props;
  const wide = room === 'wide';
  const words = useViewerWords();
  const [more, setMore] = useState(false);
  return (
    <div className="viewer-tools no-print" role="toolbar" aria-label={words.tools} onKeyDown={moveAlong}>
      <div className="row">
        {wide ? <PaneButtons {...props} /> : null}
        <PageField key={pages} view={view} pages={pages} current={current} />
        {seals}
      </div>
      <div className="row">
        {wide ? extra : null}
        {room === 'narrow' ? null : <ZoomButtons view={view} />}
        {wide ? <MoreButtons {...props} /> : null}
        {onFind ? (
          <Button look="plain" small aria-pressed={finding} onClick={onFind}>
            {words.findShort}
          </Button>
        ) : null}
        {wide ? null : (
          <Button look="plain" small aria-haspopup="dialog" onClick={() => setMore(true)}>
            {words.more}
          </Button>
        )}
      </div>
      {more ? (
        <Dialog title={words.moreTitle} onClose={() => setMore(false)} className="viewer-more">
          <div className="stack">
            {room === 'narrow' ? (
              <div className="row viewer-zoom">
                <ZoomButtons view={view} />
              </div>
            ) : null}
            {/* Choosing something closes the sheet, so that its effect is seen. */}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: the presses belong to the buttons inside */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: a button's Enter arrives here as a click */}
            <div className="viewer-choices" onClick={() => setMore(false)}>
              <PaneButtons {...props} />
              <MoreButtons {...props} />
              {extra}
            </div>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}

function PaneButtons({ panes, pane, onPane }: ToolsProps) {
  const words = useViewerWords();
  return panes.map((one) => (
    <Button
      key={one}
      look="plain"
      small
      aria-pressed={pane === one}
      onClick={() => onPane(pane === one ? null : one)}
    >
      {one === 'outline' ? words.outline : words.thumbnails}
    </Button>
  ));
}

function ZoomButtons({ view }: { view: View }) {
  const words = useViewerWords();
  const percent = Math.round((view.scale / FULL_SIZE) * 100);
  return (
    <>
      <Button look="plain" small aria-label={words.zoomOut} onClick={() => view.zoomBy(1 / 1.25)}>
        <span aria-hidden="true">−</span>
      </Button>
      <Button
        look="plain"
        small
        className="viewer-percent"
        aria-label={view.fit === 'width' ? `${words.fitWidth} ${percent}%` : `${percent}% ${words.fitWidth}`}
        onClick={() => view.fitTo('width')}
      >
        {view.fit === 'width' ? words.fitWidth : `${percent}%`}
      </Button>
      <Button look="plain" small aria-label={words.zoomIn} onClick={() => view.zoomBy(1.25)}>
        <span aria-hidden="true">＋</span>
      </Button>
    </>
  );
}

function MoreButtons({ view, canTurn, onPrint }: ToolsProps) {
  const words = useViewerWords();
  return (
    <>
      <Button
        look="plain"
        small
        aria-pressed={view.fit === 'page'}
        onClick={() => view.fitTo(view.fit === 'page' ? 'width' : 'page')}
      >
        {words.fitPage}
      </Button>
      {canTurn ? (
        <Button look="plain" small onClick={view.turnRight}>
          {words.rotate}
        </Button>
      ) : null}
      <Button look="plain" small onClick={onPrint}>
        {words.print}
      </Button>
    </>
  );
}

/** The page being read; typing a number goes there. */
function PageField({ view, pages, current }: { view: View; pages: number; current: number }) {
  const words = useViewerWords();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  if (pages < 2) {
    return <span className="muted small viewer-pages-count">{fill(words.pages, { n: pages })}</span>;
  }
  const go = () => {
    const page = Number.parseInt(typed ?? '', 10);
    if (page >= 1) {
      view.goTo(Math.min(page, pages) - 1);
    }
    setTyped(null);
  };
  return (
    <span className="viewer-page-field small">
      <label className="unseen" htmlFor={id}>
        {fill(words.goTo, { n: pages })}
      </label>
      <input
        id={id}
        className="input"
        inputMode="numeric"
        autoComplete="off"
        maxLength={6}
        value={typed ?? String(current + 1)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTyped(event.target.value.replace(/\D/g, ''))}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            go();
          }
        }}
        onBlur={go}
      />
      <span className="muted" aria-hidden="true">
        / {pages}
      </span>
    </span>
  );
}
