import { useSyncExternalStore } from 'react';
import { useWords } from '../words/index.ts';
import { Button } from './button.tsx';

type Notice = { id: number; text: string; undo?: () => void };

let notices: readonly Notice[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) {
    listener();
  }
}

function dismiss(id: number): void {
  change(notices.filter((notice) => notice.id !== id));
}

/** Says what happened; with `undo` it stays ten seconds and can be taken back, otherwise five. */
export function toast(text: string, undo?: () => void): void {
  const id = nextId;
  nextId += 1;
  change([...notices.slice(-2), undo ? { id, text, undo } : { id, text }]);
  setTimeout(() => dismiss(id), undo ? 10_000 : 5_000);
}

/** The place where short notices appear; polite to screen readers. */
export function Toasts() {
  const words = useWords();
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => notices,
  );
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((notice) => (
        <div className="toast" key={notice.id}>
          <span>{notice.text}</span>
          {notice.undo ? (
            <Button
              small
              onClick={() => {
                dismiss(notice.id);
                notice.undo?.();
              }}
            >
              {words.common.undo}
            </Button>
          ) : null}
        </div>
      ))}
    </div>
  );
}
