import { type RefObject, useEffect, useRef } from 'react';

/** Two fingers, and Ctrl with the wheel: `onZoom` is told by how much, and around which point of the screen. */
export function useGestures(
  area: RefObject<HTMLElement | null>,
  onZoom: (factor: number, clientX: number, clientY: number) => void,
): void {
  const latest = useRef(onZoom);
  latest.current = onZoom;
  useEffect(() => {
    const element = area.current;
    if (element === null) {
      return;
    }
    const fingers = new Map<number, { x: number; y: number }>();
    let before = 0;
    const spread = () => {
      const [one, two] = [...fingers.values()];
      return one && two
        ? {
            distance: Math.hypot(one.x - two.x, one.y - two.y),
            x: (one.x + two.x) / 2,
            y: (one.y + two.y) / 2,
          }
        : null;
    };
    const down = (event: PointerEvent) => {
      if (event.pointerType === 'touch') {
        fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
        before = spread()?.distance ?? 0;
      }
    };
    const move = (event: PointerEvent) => {
      if (!fingers.has(event.pointerId)) {
        return;
      }
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      const now = fingers.size === 2 ? spread() : null;
      if (now && before > 0 && now.distance > 0) {
        latest.current(now.distance / before, now.x, now.y);
        before = now.distance;
      }
    };
    const up = (event: PointerEvent) => {
      fingers.delete(event.pointerId);
      before = 0;
    };
    const wheel = (event: WheelEvent) => {
      if (event.ctrlKey) {
        event.preventDefault();
        latest.current(Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
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
}
