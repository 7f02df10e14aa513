import type { ReactNode } from 'react';
import { useSessionQuery } from '../api/index.ts';
import { useWords } from '../words/index.ts';
import { Switches } from './switches.tsx';

/** The frame of every screen before signing in: the name, the switches for large print and language, one task. */
export function FrontFrame({ children, wide }: { children: ReactNode; wide?: boolean }) {
  const words = useWords();
  const { data } = useSessionQuery();
  const name = data?.node.name ?? '';
  return (
    <div className="front">
      <header className="front-head">
        <div>
          <p className="brand">{words.product.name}</p>
          <p className="muted small">
            {name === '' || name === words.product.name ? words.product.line : name}
          </p>
        </div>
        <Switches />
      </header>
      <main className={wide ? 'front-main wide' : 'front-main'} id="main">
        {children}
      </main>
      {data?.node.demo ? <footer className="front-foot muted small">{words.product.demo}</footer> : null}
    </div>
  );
}
