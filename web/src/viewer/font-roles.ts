import type { Words } from '../words/index.ts';

/** What a font role is called; an unknown role keeps its own name. */
export function fontRoleName(role: string, words: Words): string {
  const names: Record<string, string> = words.viewer.fontRoles;
  return names[role] ?? role;
}
