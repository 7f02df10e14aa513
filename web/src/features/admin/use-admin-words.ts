import { useMemo } from 'react';
import { adminWords } from '../../words/admin-words.ts';
import { useLanguage, useWords, type Words } from '../../words/index.ts';

/** Every sentence of the interface with those of the administrators' places. */
export type AdminWords = Words & (typeof adminWords)['zh'];

/** The administrators' sentences beside all others, in the language in use. */
export function useAdminWords(): AdminWords {
  const words = useWords();
  const language = useLanguage();
  return useMemo(() => ({ ...words, ...adminWords[language] }), [words, language]);
}
