import type { ReactNode } from 'react';
import { ApiError } from '../api/index.ts';
import { say, useWords } from '../words/index.ts';
import { Button } from './button.tsx';

/** What will appear here, and the first act. */
export function Empty({ title, help, children }: { title: string; help: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p className="muted">{help}</p>
      {children}
    </div>
  );
}

/** What went wrong, in words, and what to do; stands beside its cause. */
export function Fault({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const words = useWords();
  return (
    <div className="note bad" role="alert">
      <p className="strong">{faultTitle(error, words.errors)}</p>
      <p>{faultHelp(error, words.errors)}</p>
      {onRetry ? (
        <div>
          <Button small onClick={onRetry}>
            {words.common.retry}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

type ErrorWords = ReturnType<typeof useWords>['errors'];

/** First line: what happened. */
export function faultTitle(error: unknown, words: ErrorWords): string {
  if (error instanceof ApiError) {
    if (error.code === 'line.down') {
      return words.downTitle;
    }
    if (error.label !== null) {
      return say(error.label);
    }
    if (error.status === 404) {
      return words.notFound;
    }
  }
  return words.title;
}

/** Second line: what to do now. */
export function faultHelp(error: unknown, words: ErrorWords): string {
  if (error instanceof ApiError) {
    if (error.code === 'line.down') {
      return words.down;
    }
    if (error.remedy !== null) {
      return say(error.remedy);
    }
    if (error.status === 401) {
      return words.expired;
    }
    if (error.status === 403) {
      return words.denied;
    }
    if (error.status === 404) {
      return words.notFoundHelp;
    }
    if (error.status === 413) {
      return words.tooBig;
    }
    if (error.label !== null) {
      return '';
    }
  }
  return words.unknown;
}

/** A remark that is not an error. */
export function Note({ look, children }: { look?: 'ok' | 'warn' | 'bad'; children: ReactNode }) {
  return <div className={`note ${look ?? ''}`}>{children}</div>;
}
