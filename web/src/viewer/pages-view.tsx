import { type ReactNode, useRef, useState } from 'react';
import { Button, Progress } from '../design/index.ts';
import { fill, useWords } from '../words/index.ts';
import { A4, type PaperSize, paperSize } from './paper-size.ts';
import { useZoom } from './use-zoom.ts';
import './viewer.css';

/** What lies over a page: drawn in the page's millimetres. */
export type PageOverlay = (page: number, paper: PaperSize) => ReactNode;

/** Pages by address, what lies over them, and what stands beside the zoom. */
export type PagesViewProps = {
  hrefs: string[];
  overlay?: PageOverlay;
  onPoint?: (page: number, xMm: number, yMm: number) => void;
  extra?: ReactNode;
};

/**
 * The document as white sheets. Each page is a picture by address, so a page from outside can run nothing. `onPoint`
 * tells where on the paper somebody tapped, in millimetres.
 */
export function PagesView({ hrefs, overlay, onPoint, extra }: PagesViewProps) {
  const words = useWords();
  const area = useRef<HTMLElement>(null);
  const { zoom, setZoom } = useZoom(area);
  return (
    <section className="viewer" aria-label={words.viewer.document} ref={area}>
      <div className="viewer-tools no-print">
        <span className="muted small">{fill(words.viewer.pages, { n: hrefs.length })}</span>
        <fieldset className="row" aria-label={words.viewer.zoom}>
          {extra}
          <Button look="plain" small aria-label={words.viewer.zoomOut} onClick={() => setZoom(zoom / 1.25)}>
            <span aria-hidden="true">−</span>
          </Button>
          <Button look="plain" small onClick={() => setZoom(1)}>
            {zoom === 1 ? words.viewer.fit : `${Math.round(zoom * 100)}%`}
          </Button>
          <Button look="plain" small aria-label={words.viewer.zoomIn} onClick={() => setZoom(zoom * 1.25)}>
            <span aria-hidden="true">＋</span>
          </Button>
        </fieldset>
      </div>
      <div className="viewer-pages">
        {hrefs.map((href, at) => (
          <PageSheet
            // A page is its place: a new picture of it replaces the old one.
            key={at}
            href={href}
            page={at + 1}
            zoom={zoom}
            overlay={overlay ?? null}
            onPoint={onPoint ?? null}
          />
        ))}
      </div>
    </section>
  );
}

function PageSheet({
  href,
  page,
  zoom,
  overlay,
  onPoint,
}: {
  href: string;
  page: number;
  zoom: number;
  overlay: PageOverlay | null;
  onPoint: ((page: number, xMm: number, yMm: number) => void) | null;
}) {
  const words = useWords();
  const [paper, setPaper] = useState<PaperSize>(A4);
  // The address that failed, and how often it was tried: a new address starts afresh.
  const [trouble, setTrouble] = useState({ href: '', tries: 0, shown: false });
  const [drawn, setDrawn] = useState(false);
  const failed = trouble.href === href && trouble.shown;
  const label = fill(words.viewer.page, { n: page });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: tapping only moves a pad's writing, whose place is chosen already
    <figure
      className="page-sheet"
      data-page={page}
      style={{ width: `${zoom * 100}%`, aspectRatio: `${paper.widthMm} / ${paper.heightMm}` }}
      onClick={
        onPoint === null
          ? undefined
          : (event) => {
              const rect = event.currentTarget.getBoundingClientRect();
              onPoint(
                page,
                ((event.clientX - rect.left) / rect.width) * paper.widthMm,
                ((event.clientY - rect.top) / rect.height) * paper.heightMm,
              );
            }
      }
    >
      {failed ? (
        <div className="page-failed">
          <p>{words.viewer.pageFailed}</p>
          <Button small onClick={() => setTrouble({ ...trouble, shown: false })}>
            {words.common.retry}
          </Button>
        </div>
      ) : (
        <img
          key={trouble.href === href ? trouble.tries : 0}
          src={href}
          alt={label}
          loading={page > 2 ? 'lazy' : 'eager'}
          decoding="async"
          draggable={false}
          onLoad={(event) => {
            setPaper(paperSize(event.currentTarget.naturalWidth, event.currentTarget.naturalHeight));
            setDrawn(true);
          }}
          onError={() =>
            setTrouble({ href, tries: trouble.href === href ? trouble.tries + 1 : 1, shown: true })
          }
        />
      )}
      {drawn || failed ? null : (
        <div className="page-waiting">
          <Progress label={words.viewer.drawing} />
        </div>
      )}
      {overlay?.(page, paper)}
    </figure>
  );
}
