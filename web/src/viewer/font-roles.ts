import { currentLanguage } from '../words/index.ts';
import { viewerWords } from '../words/viewer-words.ts';

/** What a font role is called in the language in use; an unknown role keeps its own name. */
export function fontRoleName(role: string): string {
  const names: Record<string, string> = viewerWords[currentLanguage()].fontRoles;
  return names[role] ?? role;
}
