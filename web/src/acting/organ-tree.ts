import type { Organ } from '../api/index.ts';

/** One line of the tree as drawn. */
export type TreeLine = { organ: Organ; depth: number };

/**
 * Organs as lines, parents before children; the own organ and everything under it first, since most papers go there.
 * An organ is never offered to itself. An unknown or circular parent makes an organ a root.
 */
export function organTree(organs: readonly Organ[], own: string): TreeLine[] {
  const known = new Set(organs.map((organ) => organ.id));
  const children = new Map<string | null, Organ[]>();
  for (const organ of organs) {
    const parent = organ.parentId !== null && known.has(organ.parentId) ? organ.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), organ]);
  }
  const lines: TreeLine[] = [];
  const seen = new Set<string>();
  const walk = (organ: Organ, depth: number) => {
    if (seen.has(organ.id)) {
      return;
    }
    seen.add(organ.id);
    if (organ.id !== own) {
      lines.push({ organ, depth });
    }
    for (const child of children.get(organ.id) ?? []) {
      walk(child, organ.id === own ? depth : depth + 1);
    }
  };
  const me = organs.find((organ) => organ.id === own);
  if (me !== undefined) {
    walk(me, 0);
  }
  for (const root of children.get(null) ?? []) {
    walk(root, 0);
  }
  for (const organ of organs) {
    walk(organ, 0);
  }
  return lines;
}
