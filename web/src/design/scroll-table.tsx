import type { ReactNode } from 'react';

/** A wide table that scrolls sideways by itself; reachable by keyboard, so that its hidden columns can be read. */
export function ScrollTable({
  label,
  book,
  children,
}: {
  label: string;
  book?: boolean;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must take the keyboard (axe scrollable-region-focusable)
    <section className={book ? 'table-wrap book' : 'table-wrap'} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
