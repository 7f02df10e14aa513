import { useMemo } from 'react';
import { certificateWords } from '../../words/certificate-words.ts';
import { useLanguage, useWords, type Words } from '../../words/index.ts';

/** Every sentence of the interface with those about certificates. */
export type CertificateWords = Words & { certificate: (typeof certificateWords)['zh'] };

/** The sentences about certificates beside all others, in the language in use. */
export function useCertificateWords(): CertificateWords {
  const words = useWords();
  const language = useLanguage();
  return useMemo(() => ({ ...words, certificate: certificateWords[language] }), [words, language]);
}
