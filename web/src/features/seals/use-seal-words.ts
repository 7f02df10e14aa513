import { useMemo } from 'react';
import { useLanguage, useWords, type Words } from '../../words/index.ts';
import { sealWords } from '../../words/seal-words.ts';

/** Every sentence of the interface with those about seals. */
export type SealWords = Words & { seal: (typeof sealWords)['en'] };

/** The sentences about seals beside all others, in the language in use. */
export function useSealWords(): SealWords {
  const words = useWords();
  const language = useLanguage();
  return useMemo(() => ({ ...words, seal: sealWords[language] }), [words, language]);
}
