/** The one order of a version's parts: depth first, siblings by position. It makes the Merkle root independent of storage. */

import { type Part, PartError, refuseMalformed } from './part.ts';

/** Most parts a version may have: a limit against hostile input, far above any document. */
export const MAX_PARTS = 100_000;

/**
 * Parts in tree order: each part before the parts under it, siblings by rising position.
 *
 * @throws PartError when an id or a sibling position is used twice, a parent is missing, or parts form a ring
 */
export function orderParts(parts: readonly Part[]): Part[] {
  if (parts.length > MAX_PARTS) {
    throw new PartError('part-malformed', `more than ${MAX_PARTS} parts`);
  }
  const children = groupByParent(parts);
  const ordered: Part[] = [];
  // A stack instead of recursion: nesting depth is the sender's choice.
  const pending = siblingsOf('', children);
  while (pending.length > 0) {
    const part = pending.pop()!;
    ordered.push(part);
    for (const child of siblingsOf(part.id, children)) {
      pending.push(child);
    }
  }
  if (ordered.length !== parts.length) {
    throw new PartError('part-in-cycle', 'some parts are not under any top part');
  }
  return ordered;
}

function groupByParent(parts: readonly Part[]): Map<string, Part[]> {
  const ids = new Set<string>();
  const children = new Map<string, Part[]>();
  for (const part of parts) {
    refuseMalformed(part);
    if (ids.has(part.id)) {
      throw new PartError('part-id-repeated', `part ${JSON.stringify(part.id)} stands twice`);
    }
    ids.add(part.id);
    const siblings = children.get(part.parent);
    if (siblings === undefined) {
      children.set(part.parent, [part]);
    } else {
      siblings.push(part);
    }
  }
  for (const [parent, siblings] of children) {
    if (parent !== '' && !ids.has(parent)) {
      throw new PartError('part-parent-missing', `no part ${JSON.stringify(parent)}, named as a parent`);
    }
    siblings.sort((a, b) => b.position - a.position);
    for (const [i, part] of siblings.entries()) {
      if (part.position === siblings[i + 1]?.position) {
        throw new PartError(
          'part-position-repeated',
          `position ${part.position} stands twice under one parent`,
        );
      }
    }
  }
  return children;
}

/** Siblings by falling position, so that the first is popped first. A fresh array. */
function siblingsOf(parent: string, children: ReadonlyMap<string, readonly Part[]>): Part[] {
  return [...(children.get(parent) ?? [])];
}
