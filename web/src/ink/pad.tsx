import { useEffect, useMemo, useRef, useState } from 'react';
import type { Ink } from '../api/index.ts';
import { Button } from '../design/index.ts';
import { fill, useWords } from '../words/index.ts';
import { withoutLast } from './ink.ts';
import { InkSurface } from './ink-surface.tsx';
import './ink.css';

/** Largest size on the page of what is written on the pad: what the blank head of a first page holds. */
const MOST_WIDE_MM = 90;
const MOST_HIGH_MM = 30;

/**
 * The writing pad: a sheet over the lower part of the screen, the page still visible above it. Writing is in millimetres
 * of its box, so turning the phone moves nothing and loses nothing.
 */
export function Pad({
  page,
  place,
  ink,
  onChange,
  onUse,
  onCancel,
}: {
  page: number;
  place: { xMm: number; yMm: number };
  ink: Ink | null;
  onChange: (ink: Ink | null) => void;
  onUse: () => void;
  onCancel: () => void;
}) {
  const words = useWords();
  const area = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 360, height: 220 });
  useEffect(() => {
    const element = area.current;
    if (element === null) {
      return;
    }
    const observer = new ResizeObserver(() => {
      setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const written = ink !== null && ink.strokes.length > 0;
  const box = useMemo(
    () =>
      written && ink
        ? ink.box
        : {
            xMm: place.xMm,
            yMm: place.yMm,
            ...sizeOnPage(size.width / Math.max(1, size.height)),
          },
    [written, ink, place.xMm, place.yMm, size.height, size.width],
  );
  // Once something is written its box keeps its shape; a turned screen shows the same box as large as it fits.
  const scale = Math.min(size.width / box.wMm, size.height / box.hMm);
  return (
    <section className="pad no-print" aria-label={words.ink.pad}>
      <div className="pad-tools">
        <Button look="plain" onClick={onCancel}>
          {words.ink.cancel}
        </Button>
        <div className="row">
          <Button disabled={!written} onClick={() => ink && onChange(withoutLast(ink))}>
            {words.ink.undo}
          </Button>
          <Button disabled={!written} onClick={() => onChange(null)}>
            {words.ink.clear}
          </Button>
          <Button look="primary" disabled={!written} onClick={onUse}>
            {words.ink.use}
          </Button>
        </div>
      </div>
      <div className="pad-area" ref={area}>
        <div className="pad-paper" style={{ width: box.wMm * scale, height: box.hMm * scale }}>
          {written ? null : <p className="pad-hint">{words.ink.empty}</p>}
          <InkSurface page={page} box={box} ink={ink} onChange={onChange} label={words.ink.padHelp} />
        </div>
      </div>
      <p className="pad-foot muted small">
        {words.ink.place}
        {written && ink ? ` · ${fill(words.ink.strokes, { n: ink.strokes.length })}` : ''}
      </p>
    </section>
  );
}

/** As large as the blank head allows, in the shape of the pad. */
function sizeOnPage(ratio: number): { wMm: number; hMm: number } {
  const wMm = Math.min(MOST_WIDE_MM, MOST_HIGH_MM * ratio);
  return { wMm: Math.round(wMm * 10) / 10, hMm: Math.round((wMm / ratio) * 10) / 10 };
}
