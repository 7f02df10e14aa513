import { useLanguage } from './index.ts';
import { type ViewerWords, viewerWords } from './viewer-words.ts';

/** The viewer's sentences in the language in use, and again when it changes. */
export function useViewerWords(): ViewerWords {
  return viewerWords[useLanguage()];
}
