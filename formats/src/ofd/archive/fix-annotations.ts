/** Annotations that stay as they look: read only, not zoomed, not turned, no block inside (GB/T 42133 6.10.1). */
import { attr, child, children, equalBytes, serializeXml, type XmlElement } from '../../container/index.ts';
import { type ArchiveParts, flag } from './archive-parts.ts';
import { fixContent } from './fix-content.ts';
import { keepJumps } from './fix-navigation.ts';
import { type ActionKind, actionJudge, actionsOf } from './goto-targets.ts';
import { beside, insertOrdered, removeChildren, setAttribute } from './tree-edits.ts';

const annotationOrder = ['Remark', 'Parameters', 'Appearance'];

/** Changes all annotation files; says how many actions were taken out. */
export function fixAnnotations(parts: ArchiveParts): number {
  const judge = actionJudge(parts);
  let removed = 0;
  for (const { entry, root } of parts.annotations) {
    const before = serializeXml(root);
    for (const annotation of children(root, 'Annot')) {
      removed += fixAnnotation(annotation, judge);
      if (showsNothing(annotation)) {
        removeChildren(root, (item) => item === annotation);
      }
    }
    // a file that was fit already keeps its bytes, so that a signature over it stays
    if (!equalBytes(before, serializeXml(root))) {
      parts.touch(entry);
    }
  }
  return removed;
}

function fixAnnotation(annotation: XmlElement, judge: (action: XmlElement) => ActionKind): number {
  for (const name of ['ReadOnly', 'NoZoom', 'NoRotate']) {
    if (!flag(annotation, name, name === 'ReadOnly')) {
      setAttribute(annotation, name, 'true');
    }
  }
  const appearance = child(annotation, 'Appearance');
  const holders = [annotation, ...(appearance ? children(appearance) : [])];
  const lost = holders.flatMap(actionsOf).filter((action) => judge(action) !== 'goto');
  for (const holder of holders) {
    keepJumps(holder, judge);
  }
  if (appearance) {
    keepActions(appearance);
  }
  if (lost.length > 0) {
    noteRemoved(annotation, lost);
  }
  return lost.length;
}

/** The objects of an appearance are fixed like those of a page, but their jumps stay where they are. */
function keepActions(appearance: XmlElement): void {
  const kept = new Map(children(appearance).map((object) => [object, child(object, 'Actions')]));
  fixContent(appearance, 0);
  for (const [object, actions] of kept) {
    if (actions) {
      object.children.unshift(actions);
    }
  }
}

/** What was taken out stays on record as a parameter (6.9 b). */
function noteRemoved(annotation: XmlElement, lost: readonly XmlElement[]): void {
  let parameters = child(annotation, 'Parameters');
  if (!parameters) {
    parameters = beside(annotation, 'Parameters');
    insertOrdered(annotation, parameters, annotationOrder);
  }
  for (const action of lost) {
    const operation = children(action).find(({ name }) => name !== 'Region');
    const target = operation ? (attr(operation, 'URI') ?? attr(operation, 'AttachID') ?? '') : '';
    const words = `${operation?.name ?? ''} ${target}`.trim();
    parameters.children.push(beside(annotation, 'Parameter', { Name: '去除的动作' }, [words]));
  }
}

/** A link whose only object is an invisible area without an action. */
function showsNothing(annotation: XmlElement): boolean {
  const appearance = child(annotation, 'Appearance');
  const objects = appearance ? children(appearance) : [];
  return (
    attr(annotation, 'Type') === 'Link' &&
    [annotation, ...objects].every((holder) => actionsOf(holder).length === 0) &&
    objects.every((object) => attr(object, 'Visible') === 'false')
  );
}
