import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { useWords } from '../words/index.ts';
import { useSlow } from './progress.tsx';

/** Looks: one `primary` per screen, for the act that counts; everything else is quiet. */
export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: 'primary' | 'quiet' | 'plain';
  small?: boolean;
  wide?: boolean;
  /** While true the button keeps its place and its focus, ignores presses, and after 300 ms says that it works. */
  busy?: boolean;
  /** Key that does the same, shown to people with a keyboard. */
  keyHint?: string | null;
  children: ReactNode;
};

/** A button named by its result. */
export function Button({
  look = 'quiet',
  small,
  wide,
  busy,
  keyHint,
  children,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  const words = useWords();
  const slow = useSlow(busy === true);
  const classes = ['button', look, small ? 'small' : '', wide ? 'wide' : '', className ?? ''];
  return (
    <button
      type="button"
      {...rest}
      className={classes.filter((name) => name !== '').join(' ')}
      aria-disabled={busy ? true : undefined}
      onClick={(event) => {
        if (busy) {
          event.preventDefault();
          return;
        }
        onClick?.(event);
      }}
    >
      <span>{slow ? words.common.working : children}</span>
      {keyHint ? (
        <span className="key" aria-hidden="true">
          {keyHint}
        </span>
      ) : null}
    </button>
  );
}
