import { useSyncExternalStore } from 'react';
import type { Label } from '../api/index.ts';
import { currentLanguage, type Language, onLanguage } from './language.ts';
import { zh } from './zh.ts';

export { actorName } from './actor-name.ts';
export { fill } from './fill.ts';
export { currentLanguage, type Language, setLanguage } from './language.ts';

type Widen<T> = { readonly [K in keyof T]: T[K] extends string ? string : Widen<T[K]> };

/** Every sentence of the interface; each language has exactly these keys. */
export type Words = Widen<typeof zh>;

let english: Words | null = null;

/** Loads the English catalogue; Chinese is always there. */
export async function loadLanguage(language: Language): Promise<void> {
  if (language === 'en' && english === null) {
    english = (await import('./en.ts')).en;
  }
}

/** The catalogue of the language in use. */
export function words(): Words {
  return currentLanguage() === 'en' && english !== null ? english : zh;
}

/** The catalogue of the language in use, and again when it changes. */
export function useWords(): Words {
  useSyncExternalStore(onLanguage, currentLanguage);
  return words();
}

/** The language in use, and again when it changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, currentLanguage);
}

/** A label of the server in the language in use. */
export function say(label: Label | null | undefined): string {
  return label === null || label === undefined ? '' : label[currentLanguage()];
}
