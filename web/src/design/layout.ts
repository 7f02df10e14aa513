import { useSyncExternalStore } from 'react';

/** How much fits beside each other: measured in letters, so that large print and 200 % zoom count as less room. */
export type Layout = 'phone' | 'tablet' | 'desk';

const KEY = 'yiwen.large-print';
const listeners = new Set<() => void>();
let layout: Layout = 'desk';
let large = false;

function measure(): void {
  const root = document.documentElement;
  const widthRem = window.innerWidth / Number.parseFloat(getComputedStyle(root).fontSize);
  const next: Layout = widthRem < 44 ? 'phone' : widthRem < 68 ? 'tablet' : 'desk';
  root.dataset.layout = next;
  if (next !== layout) {
    layout = next;
    for (const listener of listeners) {
      listener();
    }
  }
}

/** Starts measuring and restores large print before the first screen is drawn. */
export function startLayout(): void {
  try {
    large = localStorage.getItem(KEY) === 'yes';
  } catch {
    large = false;
  }
  document.documentElement.classList.toggle('large', large);
  measure();
  window.addEventListener('resize', measure);
}

/** Turns large print on or off and remembers it in this browser. */
export function setLargePrint(on: boolean): void {
  large = on;
  document.documentElement.classList.toggle('large', on);
  try {
    localStorage.setItem(KEY, on ? 'yes' : 'no');
  } catch {
    // Kept for this visit only.
  }
  measure();
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The layout now. */
export function useLayout(): Layout {
  return useSyncExternalStore(subscribe, () => layout);
}

/** Whether large print is on. */
export function useLargePrint(): boolean {
  return useSyncExternalStore(subscribe, () => large);
}
