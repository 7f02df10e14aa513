import { useMemo } from 'react';
import { draftWords } from '../../words/draft-words.ts';
import { useLanguage, useWords, type Words } from '../../words/index.ts';

/** Every sentence of the interface with those of writing a draft. */
export type DraftWords = Words & { draft: (typeof draftWords)['zh'] };

/** The sentences of writing a draft beside all others, in the language in use. */
export function useDraftWords(): DraftWords {
  const words = useWords();
  const language = useLanguage();
  return useMemo(() => ({ ...words, draft: { ...words.draft, ...draftWords[language] } }), [words, language]);
}
