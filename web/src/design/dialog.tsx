import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useWords } from '../words/index.ts';
import { Button } from './button.tsx';

/** A window over the page (a sheet from below on a phone); Escape and the button close it. */
export function Dialog({
  title,
  onClose,
  children,
  className,
}: {
  title: string;
  onClose?: () => void;
  children: ReactNode;
  className?: string;
}) {
  const words = useWords();
  const titleId = useId();
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (dialog !== null && !dialog.open) {
      if (typeof dialog.showModal === 'function') {
        dialog.showModal();
      } else {
        dialog.setAttribute('open', '');
      }
    }
    return () => {
      if (before instanceof HTMLElement) {
        before.focus({ preventScroll: true });
      }
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={['dialog sheet', className ?? ''].join(' ')}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <div className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        {onClose ? (
          <Button look="plain" aria-label={words.common.close} onClick={onClose}>
            <span aria-hidden="true">✕</span>
          </Button>
        ) : null}
      </div>
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
