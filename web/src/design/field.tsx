import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
  useState,
} from 'react';
import { useWords } from '../words/index.ts';
import { Button } from './button.tsx';

type Around = {
  label: string;
  hint?: ReactNode;
  /** What is wrong and what to do, shown beside the field. */
  fault?: string | null;
  optional?: boolean;
};

function ids(id: string, hint: unknown, fault: unknown): string | undefined {
  const parts = [hint ? `${id}-hint` : '', fault ? `${id}-fault` : ''].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(' ') : undefined;
}

function Frame({ id, around, children }: { id: string; around: Around; children: ReactNode }) {
  const words = useWords();
  return (
    <div className="field">
      <label htmlFor={id}>
        {around.label}
        {around.optional ? <span className="muted small"> {words.common.optional}</span> : null}
      </label>
      {around.hint ? (
        <span className="hint" id={`${id}-hint`}>
          {around.hint}
        </span>
      ) : null}
      {children}
      {around.fault ? (
        <span className="fault" id={`${id}-fault`} role="alert">
          {around.fault}
        </span>
      ) : null}
    </div>
  );
}

/** A labelled input of one line. */
export function Field({
  label,
  hint,
  fault,
  optional,
  ...rest
}: Around & InputHTMLAttributes<HTMLInputElement>) {
  const own = useId();
  const id = rest.id ?? own;
  return (
    <Frame id={id} around={{ label, hint, fault: fault ?? null, optional: optional ?? false }}>
      <input
        {...rest}
        id={id}
        className="input"
        aria-invalid={fault ? true : undefined}
        aria-describedby={ids(id, hint, fault)}
      />
    </Frame>
  );
}

/** A labelled input for a password, with a button that shows what is typed. */
export function SecretField({ label, hint, fault, ...rest }: Around & InputHTMLAttributes<HTMLInputElement>) {
  const words = useWords();
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <Frame id={id} around={{ label, hint, fault: fault ?? null }}>
      <div className="secret">
        <input
          {...rest}
          id={id}
          type={shown ? 'text' : 'password'}
          className="input"
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={fault ? true : undefined}
          aria-describedby={ids(id, hint, fault)}
        />
        <Button aria-label={shown ? words.signIn.hide : words.signIn.show} onClick={() => setShown(!shown)}>
          {shown ? <EyeOff /> : <Eye />}
        </Button>
      </div>
    </Frame>
  );
}

function Eye() {
  return (
    <svg
      width="22"
      height="22"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      aria-hidden="true"
    >
      <path d="M2 12s3.6-7 10-7 10 7 10 7-3.6 7-10 7S2 12 2 12z" />
      <circle cx="12" cy="12" r="3" />
    </svg>
  );
}

function EyeOff() {
  return (
    <svg
      width="22"
      height="22"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      aria-hidden="true"
    >
      <path d="M2 12s3.6-7 10-7 10 7 10 7-3.6 7-10 7S2 12 2 12z" />
      <path d="M4 20L20 4" />
    </svg>
  );
}

/** A labelled input of several lines. */
export function TextArea({
  label,
  hint,
  fault,
  optional,
  ...rest
}: Around & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const own = useId();
  const id = rest.id ?? own;
  return (
    <Frame id={id} around={{ label, hint, fault: fault ?? null, optional: optional ?? false }}>
      <textarea
        {...rest}
        id={id}
        className={['input', rest.className ?? ''].join(' ')}
        aria-invalid={fault ? true : undefined}
        aria-describedby={ids(id, hint, fault)}
      />
    </Frame>
  );
}

/** A labelled choice among a few. */
export function Select({
  label,
  hint,
  fault,
  optional,
  children,
  ...rest
}: Around & SelectHTMLAttributes<HTMLSelectElement> & { children: ReactNode }) {
  const own = useId();
  const id = rest.id ?? own;
  return (
    <Frame id={id} around={{ label, hint, fault: fault ?? null, optional: optional ?? false }}>
      <select
        {...rest}
        id={id}
        className="input"
        aria-invalid={fault ? true : undefined}
        aria-describedby={ids(id, hint, fault)}
      >
        {children}
      </select>
    </Frame>
  );
}

/** A tick box whose whole line can be pressed. */
export function Check({
  label,
  ...rest
}: { label: ReactNode } & Omit<InputHTMLAttributes<HTMLInputElement>, 'type'>) {
  return (
    <label className="check">
      <input {...rest} type="checkbox" />
      <span>{label}</span>
    </label>
  );
}
