import { type PointerEvent, useRef } from 'react';
import type { Ink, Stroke } from '../api/index.ts';
import { emptyInk, MAX_POINTS, penWidthMm, pointCount } from './ink.ts';
import { Strokes } from './ink-picture.tsx';
import { StrokeRecorder } from './record-stroke.ts';
import { strokePath } from './stroke-path.ts';

/**
 * A place to write: takes pen, finger and mouse with every coalesced sample, draws the live stroke without React, and
 * hands over finished strokes. The picture's units are millimetres of `box`, whatever its size on the screen.
 */
export function InkSurface({
  page,
  box,
  ink,
  onChange,
  label,
}: {
  page: number;
  box: Ink['box'];
  ink: Ink | null;
  onChange: (ink: Ink) => void;
  label: string;
}) {
  const surface = useRef<SVGSVGElement>(null);
  const live = useRef<SVGPathElement>(null);
  const drawing = useRef<{ recorder: StrokeRecorder; pointerId: number; rect: DOMRect } | null>(null);
  const frame = useRef(0);
  // Strokes counted from the first touch: the clock of the page, not of the world.
  const began = useRef<number | null>(null);
  const now = ink ?? null;

  const addSamples = (event: PointerEvent<SVGSVGElement>) => {
    const state = drawing.current;
    if (state === null) {
      return;
    }
    const native = event.nativeEvent;
    const coalesced = typeof native.getCoalescedEvents === 'function' ? native.getCoalescedEvents() : [];
    for (const sample of coalesced.length > 0 ? coalesced : [native]) {
      state.recorder.add({
        xMm: ((sample.clientX - state.rect.left) / state.rect.width) * box.wMm,
        yMm: ((sample.clientY - state.rect.top) / state.rect.height) * box.hMm,
        pressure: sample.pressure,
        tiltX: sample.tiltX ?? 0,
        tiltY: sample.tiltY ?? 0,
        timeMs: sample.timeStamp,
      });
    }
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      live.current?.setAttribute('d', strokePath(state.recorder.stroke, false));
    });
  };

  const start = (event: PointerEvent<SVGSVGElement>) => {
    // The second finger or the palm beside a pen does not write.
    if (
      drawing.current !== null ||
      surface.current === null ||
      (event.pointerType === 'mouse' && event.button !== 0)
    ) {
      return;
    }
    event.preventDefault();
    surface.current.setPointerCapture(event.pointerId);
    if (began.current === null || now === null || now.strokes.length === 0) {
      began.current = event.timeStamp - lastMoment(now);
    }
    drawing.current = {
      recorder: new StrokeRecorder(event.timeStamp - began.current, event.timeStamp, penWidthMm(box)),
      pointerId: event.pointerId,
      rect: surface.current.getBoundingClientRect(),
    };
    addSamples(event);
  };

  const end = (event: PointerEvent<SVGSVGElement>) => {
    const state = drawing.current;
    if (state === null || state.pointerId !== event.pointerId) {
      return;
    }
    addSamples(event);
    cancelAnimationFrame(frame.current);
    live.current?.setAttribute('d', '');
    drawing.current = null;
    const stroke: Stroke = state.recorder.stroke;
    if (stroke.points.length === 0) {
      return;
    }
    const base =
      now !== null && now.strokes.length > 0
        ? now
        : emptyInk(
            page,
            box,
            new Date().toISOString(),
            event.pointerType || 'mouse',
            window.devicePixelRatio || 1,
          );
    if (pointCount(base) + stroke.points.length <= MAX_POINTS) {
      onChange({ ...base, strokes: [...base.strokes, stroke] });
    }
  };

  return (
    <svg
      ref={surface}
      className="ink-surface"
      viewBox={`0 0 ${box.wMm} ${box.hMm}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      onPointerDown={start}
      onPointerMove={addSamples}
      onPointerUp={end}
      onPointerCancel={end}
    >
      <rect width={box.wMm} height={box.hMm} fill="transparent" />
      {now ? <Strokes ink={now} /> : null}
      <path ref={live} fill="#1f1d1a" />
    </svg>
  );
}

function lastMoment(ink: Ink | null): number {
  const last = ink?.strokes[ink.strokes.length - 1];
  return last === undefined ? 0 : last.t0Ms + last.points.reduce((sum, point) => sum + point[3], 0);
}
