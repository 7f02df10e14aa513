/** Document and page actions, outlines, what a document says to readers (GB/T 42133 6.2.2, 6.2.3, 6.2.5). */
import { attr, child, children, type XmlElement } from '../../container/index.ts';
import type { ArchiveParts } from './archive-parts.ts';
import { type ActionKind, actionJudge } from './goto-targets.ts';
import { removeChildren, setAttribute } from './tree-edits.ts';

const removedParts = ['Permissions', 'VPreferences', 'Extensions'];

/** Takes out what the archive does not keep; true for each thing that was there, in words. */
export function fixNavigation(parts: ArchiveParts): string[] {
  const { root, rootEntry } = parts;
  if (!root) {
    return [];
  }
  const removed: string[] = [];
  for (const name of removedParts) {
    if (removeChildren(root, (item) => item.name === name)) {
      removed.push(name);
      parts.touch(rootEntry);
    }
  }
  const judge = actionJudge(parts);
  const visit = (element: XmlElement): void => {
    const count = keepJumps(element, judge);
    if (count > 0) {
      removed.push(`${element.name === 'OutlineElem' ? '大纲' : '文档'}动作 ${count}`);
      parts.touch(rootEntry);
    }
    children(element, 'OutlineElem').forEach(visit);
  };
  [root, ...children(root, 'Outlines')].forEach(visit);
  for (const page of parts.pages) {
    const count = keepJumps(page.root, judge);
    if (count > 0) {
      removed.push(`页面动作 ${count}`);
      parts.touch(page.entry);
    }
    if (renameLayers(page.root)) {
      parts.touch(page.entry);
    }
  }
  return removed;
}

/** Removes the actions of an element that are no jumps to a place that exists; says how many. */
export function keepJumps(element: XmlElement, judge: (action: XmlElement) => ActionKind): number {
  let count = 0;
  for (const list of children(element, 'Actions')) {
    const before = children(list).length;
    removeChildren(list, (action) => judge(action) !== 'goto');
    count += before - children(list).length;
    if (children(list).length === 0) {
      removeChildren(element, (item) => item === list);
    }
  }
  return count;
}

function renameLayers(root: XmlElement): boolean {
  const content = child(root, 'Content');
  const seen = new Map<string, number>();
  let changed = false;
  for (const layer of content ? children(content, 'Layer') : []) {
    const name = attr(layer, 'Name') ?? '';
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    if (name !== '' && count > 1) {
      setAttribute(layer, 'Name', `${name}_${count}`);
      changed = true;
    }
  }
  return changed;
}
