import type { ReactNode } from 'react';

/** A short word with a border. */
export function Badge({ look, children }: { look?: 'ok' | 'warn' | 'red'; children: ReactNode }) {
  return <span className={`badge ${look ?? ''}`}>{children}</span>;
}

/** A person as an office writes one: name, post, and on whose behalf. No portrait. */
export function PersonLine({ name, post, note }: { name: string; post?: string; note?: string | null }) {
  return (
    <span>
      <span className="strong">{name}</span>
      {post && post !== name ? <span className="muted"> {post}</span> : null}
      {note ? <span className="muted">（{note}）</span> : null}
    </span>
  );
}
