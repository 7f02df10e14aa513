/** The language in use, kept in the browser so that the first screen already speaks it. */
export type Language = 'zh' | 'en';

const KEY = 'yiwen.language';
const listeners = new Set<() => void>();

function stored(): Language {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

let language: Language = typeof localStorage === 'undefined' ? 'zh' : stored();

/** The language in use now. */
export function currentLanguage(): Language {
  return language;
}

/** Calls back on every change; answers how to stop. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Switches, remembers unless told not to, and tells the page (its `lang` matters to screen readers and line breaking). */
export function setLanguage(next: Language, remember = true): void {
  language = next;
  try {
    if (remember) {
      localStorage.setItem(KEY, next);
    }
  } catch {
    // A browser that keeps nothing still switches for this visit.
  }
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
  for (const listener of listeners) {
    listener();
  }
}
