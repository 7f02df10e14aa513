import { useState } from 'react';
import { useViewerWords } from '../words/use-viewer-words.ts';
import type { OutlineLine } from './page-source.ts';

/** The table of contents; a line goes to its place, the sign before it folds what is below. */
export function OutlinePane({ lines, onGo }: { lines: readonly OutlineLine[]; onGo: (key: string) => void }) {
  const words = useViewerWords();
  return (
    <nav className="viewer-outline" aria-label={words.outline}>
      <Lines lines={lines} onGo={onGo} />
    </nav>
  );
}

function Lines({ lines, onGo }: { lines: readonly OutlineLine[]; onGo: (key: string) => void }) {
  return (
    <ul>
      {lines.map((line) => (
        <Line key={line.key} line={line} onGo={onGo} />
      ))}
    </ul>
  );
}

function Line({ line, onGo }: { line: OutlineLine; onGo: (key: string) => void }) {
  const [open, setOpen] = useState(line.open);
  const folds = line.children.length > 0;
  return (
    <li>
      <div className="viewer-line">
        {folds ? (
          <button
            type="button"
            className="viewer-fold"
            aria-expanded={open}
            aria-label={line.title}
            onClick={() => setOpen(!open)}
          >
            <span aria-hidden="true">{open ? '▾' : '▸'}</span>
          </button>
        ) : null}
        <button type="button" className="viewer-goto" onClick={() => onGo(line.key)}>
          {line.title === '' ? '…' : line.title}
        </button>
      </div>
      {folds && open ? <Lines lines={line.children} onGo={onGo} /> : null}
    </li>
  );
}
