import { useEffect, useRef, useSyncExternalStore } from 'react';

/** One key and what it does; `says` appears in the list behind `?`. */
export type KeyBinding = { key: string; says: string; group: string; run: () => void };

const bound = new Set<readonly KeyBinding[]>();
const listeners = new Set<() => void>();
let snapshot: readonly KeyBinding[] = [];

function publish(): void {
  snapshot = [...bound].flat();
  for (const listener of listeners) {
    listener();
  }
}

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) {
    return;
  }
  if (document.querySelector('dialog[open]') !== null) {
    return;
  }
  const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const found = [...snapshot].reverse().find((binding) => binding.key.toLowerCase() === pressed);
  if (found) {
    event.preventDefault();
    found.run();
  }
}

/** Binds keys while the component is on the page; a later component wins over an earlier one. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  const shape = bindings.map((binding) => `${binding.key}${binding.says}`).join('\n');
  useEffect(() => {
    if (shape === '') {
      return;
    }
    const mine = latest.current.map((binding, place) => ({
      ...binding,
      run: () => latest.current[place]?.run(),
    }));
    if (bound.size === 0) {
      document.addEventListener('keydown', onKey);
    }
    bound.add(mine);
    publish();
    return () => {
      bound.delete(mine);
      if (bound.size === 0) {
        document.removeEventListener('keydown', onKey);
      }
      publish();
    };
  }, [shape]);
}

/** All keys that work now. */
export function useBoundKeys(): readonly KeyBinding[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

/** Moves the focus among the rows marked `data-row` inside the page's main part. */
export function moveRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next =
    at < 0 ? (step === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step));
  rows[next]?.focus();
}
