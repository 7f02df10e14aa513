import { createRoot } from 'react-dom/client';
import type { Report } from '../api/index.ts';
import { startLayout } from '../design/index.ts';
import { loadLanguage, setLanguage } from '../words/index.ts';
import '../design/tokens.css';
import '../design/controls.css';
import { chosenFile, DocumentViewer } from './document-viewer.tsx';
import './public-viewer.css';

/** What a file is, by its first bytes; undefined when it is nothing the viewer opens. */
async function formatOf(file: File): Promise<'ofd' | 'pdf' | undefined> {
  const head = new Uint8Array(await file.slice(0, 1024).arrayBuffer());
  const text = String.fromCharCode(...head);
  return text.startsWith('PK') ? 'ofd' : text.includes('%PDF-') ? 'pdf' : undefined;
}

/** Puts the viewer into a page that knows nothing of it; answers how to take it away. A file of no known kind leaves the place empty. */
export async function mountViewer(
  place: HTMLElement,
  file: File,
  report: Report | null,
  language: 'zh' | 'en',
): Promise<() => void> {
  const format = await formatOf(file);
  if (format === undefined) {
    return () => undefined;
  }
  startLayout();
  await loadLanguage(language);
  setLanguage(language, false);
  place.classList.add('public-viewer');
  const root = createRoot(place);
  root.render(<DocumentViewer file={chosenFile(file, format)} report={report} besideText />);
  return () => root.unmount();
}
