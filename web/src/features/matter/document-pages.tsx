import { useState } from 'react';
import type { InkDesk } from '../../acting/index.ts';
import type { MatterView, Rendition } from '../../api/index.ts';
import { Button, Empty } from '../../design/index.ts';
import { boxAround, InkSurface, moveInk, Strokes } from '../../ink/index.ts';
import {
  DocumentViewer,
  fontRoleName,
  opensHere,
  PagesView,
  type PagesViewProps,
  storedFile,
} from '../../viewer/index.ts';
import { fill, useWords } from '../../words/index.ts';
import { useViewerWords } from '../../words/use-viewer-words.ts';

/** The document's pages with all handwriting on them, and the place to write while somebody signs. */
export function DocumentPages({ matter, desk }: { matter: MatterView; desk: InkDesk }) {
  const words = useWords();
  const viewer = useViewerWords();
  const [shown, setShown] = useState(true);
  const document = matter.document;
  const written = matter.timeline.filter((entry) => entry.ink && entry.ink.strokes.length > 0);
  const file = document === null ? null : shownFile(document.renditions);
  if (document === null || (document.pages.hrefs.length === 0 && file === null)) {
    return (
      <div className="page">
        <Empty title={viewer.none} help={viewer.noneHelp} />
      </div>
    );
  }
  const standIns = document.pages.fonts.filter((font) => font.standIn);
  return (
    <>
      <Pages
        file={file}
        hrefs={document.pages.hrefs}
        report={file === null ? null : (document.report ?? null)}
        writing={desk.mode !== 'off'}
        extra={
          written.length > 0 ? (
            <Button look="plain" small aria-pressed={shown} onClick={() => setShown(!shown)}>
              {shown ? words.matter.inkOff : words.matter.inkOn}
            </Button>
          ) : null
        }
        onPoint={(page, xMm, yMm) => {
          if (desk.mode !== 'pad') {
            return;
          }
          const x = Math.max(0, Math.round(xMm - 45));
          const y = Math.max(0, Math.round(yMm - 12));
          desk.setPlace(page, x, y);
          if (desk.ink) {
            desk.setInk(moveInk(desk.ink, page, x, y));
          }
        }}
        overlay={(page, paper) => {
          const whole = { xMm: 0, yMm: 0, wMm: paper.widthMm, hMm: paper.heightMm };
          const here = desk.ink !== null && desk.ink.page === page ? desk.ink : null;
          return (
            <>
              <svg
                className="page-overlay"
                viewBox={`0 0 ${paper.widthMm} ${paper.heightMm}`}
                preserveAspectRatio="none"
                aria-hidden="true"
              >
                {shown
                  ? written
                      .filter((entry) => entry.ink?.page === page)
                      .map((entry) =>
                        entry.ink ? (
                          <g
                            key={entry.id}
                            transform={`translate(${entry.ink.box.xMm} ${entry.ink.box.yMm})`}
                          >
                            <Strokes ink={entry.ink} />
                          </g>
                        ) : null,
                      )
                  : null}
                {here && desk.mode !== 'page' ? (
                  <g transform={`translate(${here.box.xMm} ${here.box.yMm})`}>
                    <Strokes ink={here} />
                  </g>
                ) : null}
                {desk.mode === 'pad' && desk.page === page ? (
                  <rect
                    x={here?.box.xMm ?? desk.place.xMm}
                    y={here?.box.yMm ?? desk.place.yMm}
                    width={here?.box.wMm ?? 60}
                    height={here?.box.hMm ?? 30}
                    rx="1.500"
                    className="ink-place"
                  />
                ) : null}
              </svg>
              {desk.mode === 'page' ? (
                <div className="page-overlay writing">
                  <InkSurface
                    page={page}
                    box={whole}
                    ink={onWholePage(here, whole)}
                    onChange={(ink) => desk.setInk(boxAround(ink))}
                    label={words.ink.pageHelp}
                  />
                </div>
              ) : null}
            </>
          );
        }}
      />
      {standIns.length > 0 ? (
        <p className="fonts-note small muted no-print">
          {fill(words.matter.fontsNote, {
            list: standIns.map((font) => `${fontRoleName(font.role)}→${font.name}`).join('，'),
          })}
        </p>
      ) : null}
    </>
  );
}

/** A file opened here, or, as long as there is none, pages the server has set. */
function Pages({ file, hrefs, ...rest }: PagesViewProps & { file: Rendition | null }) {
  const viewer = useViewerWords();
  return file === null ? (
    <PagesView {...rest} hrefs={hrefs} />
  ) : (
    <DocumentViewer
      {...rest}
      file={storedFile(file)}
      hrefs={file.format === 'ofd' ? hrefs : []}
      fault={
        <a className="button" href={file.href} download={file.name}>
          {viewer.download}
        </a>
      }
    />
  );
}

/** The file to show: the newest OFD, as the report is about it, else the first that opens here. */
function shownFile(files: Rendition[]): Rendition | null {
  const ofd = files.filter(({ format }) => format === 'ofd');
  return ofd[ofd.length - 1] ?? files.find(({ format }) => opensHere(format)) ?? null;
}

/** Ink whose strokes count from its own box, counted again from the page's corner, so that writing can go on. */
function onWholePage(
  ink: InkDesk['ink'],
  whole: { xMm: number; yMm: number; wMm: number; hMm: number },
): InkDesk['ink'] {
  if (ink === null) {
    return null;
  }
  const dx = Math.round(ink.box.xMm * 100);
  const dy = Math.round(ink.box.yMm * 100);
  return {
    ...ink,
    box: whole,
    strokes: ink.strokes.map((stroke) => ({
      ...stroke,
      points: stroke.points.map(([x, y, pressure, dt, tiltX, tiltY]) => [
        x + dx,
        y + dy,
        pressure,
        dt,
        tiltX,
        tiltY,
      ]),
    })),
  };
}
