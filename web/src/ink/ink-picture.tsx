import { useEffect, useState } from 'react';
import type { Ink } from '../api/index.ts';
import { Button } from '../design/index.ts';
import { useWords } from '../words/index.ts';
import { durationMs, inkUntil } from './ink.ts';
import { strokePath } from './stroke-path.ts';

/** Strokes alone, for drawing inside a page's own picture; millimetres. */
export function Strokes({ ink }: { ink: Ink }) {
  return (
    <>
      {ink.strokes.map((stroke) => (
        <path
          key={`${stroke.t0Ms}-${stroke.points.length}`}
          d={strokePath(stroke, true)}
          fill={stroke.color}
        />
      ))}
    </>
  );
}

/** A piece of handwriting exactly as written. */
export function InkPicture({ ink, label }: { ink: Ink; label: string }) {
  const { wMm, hMm } = ink.box;
  return (
    <svg className="ink-picture" viewBox={`0 0 ${wMm} ${hMm}`} role="img" aria-label={label}>
      <Strokes ink={ink} />
    </svg>
  );
}

/** Handwriting with a button that shows how it was written, in the writer's own time. */
export function InkReplay({ ink, label }: { ink: Ink; label: string }) {
  const words = useWords();
  const [untilMs, setUntilMs] = useState<number | null>(null);
  const total = durationMs(ink);
  useEffect(() => {
    if (untilMs === null) {
      return;
    }
    if (untilMs > total) {
      setUntilMs(null);
      return;
    }
    const before = performance.now();
    const frame = requestAnimationFrame((now) => setUntilMs(untilMs + Math.max(16, now - before)));
    return () => cancelAnimationFrame(frame);
  }, [untilMs, total]);
  return (
    <div className="ink-replay">
      <InkPicture ink={untilMs === null ? ink : inkUntil(ink, untilMs)} label={label} />
      {total > 0 ? (
        <Button look="plain" small onClick={() => setUntilMs(0)}>
          {words.ink.replay}
        </Button>
      ) : null}
    </div>
  );
}
