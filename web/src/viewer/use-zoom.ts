import { type RefObject, useEffect, useRef, useState } from 'react';

const LEAST = 0.5;
const MOST = 4;

function within(zoom: number): number {
  return Math.min(MOST, Math.max(LEAST, zoom));
}

/** Zoom of a scrolling area: 1 fits the width. Two fingers, Ctrl with the wheel, and the given steps change it. */
export function useZoom(area: RefObject<HTMLElement | null>): {
  zoom: number;
  setZoom: (next: number) => void;
} {
  const [zoom, setRaw] = useState(1);
  const latest = useRef(zoom);
  latest.current = zoom;
  useEffect(() => {
    const element = area.current;
    if (element === null) {
      return;
    }
    const fingers = new Map<number, { x: number; y: number }>();
    let startDistance = 0;
    let startZoom = 1;
    const distance = () => {
      const [first, second] = [...fingers.values()];
      return first && second ? Math.hypot(first.x - second.x, first.y - second.y) : 0;
    };
    const down = (event: PointerEvent) => {
      if (event.pointerType !== 'touch') {
        return;
      }
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (fingers.size === 2) {
        startDistance = distance();
        startZoom = latest.current;
      }
    };
    const move = (event: PointerEvent) => {
      if (!fingers.has(event.pointerId)) {
        return;
      }
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (fingers.size === 2 && startDistance > 0) {
        setRaw(within((startZoom * distance()) / startDistance));
      }
    };
    const up = (event: PointerEvent) => {
      fingers.delete(event.pointerId);
    };
    const wheel = (event: WheelEvent) => {
      if (event.ctrlKey) {
        event.preventDefault();
        setRaw(within(latest.current * Math.exp(-event.deltaY / 300)));
      }
    };
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', up);
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointercancel', up);
      element.removeEventListener('wheel', wheel);
    };
  }, [area]);
  return { zoom, setZoom: (next) => setRaw(within(next)) };
}
