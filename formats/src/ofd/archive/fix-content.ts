/** Page objects made fit for the archive (GB/T 42133 6.2.3 e, 6.3.2, 6.3.3, 6.5 b, 6.6 d, 6.7). */
import { attr, child, children, type XmlElement } from '../../container/index.ts';
import { type BoxMm, decimal } from '../../drawing/index.ts';
import { readBox, readMatrix, readNumber } from '../reading/read-values.ts';
import { flag, strokeAttributes, strokes } from './archive-parts.ts';
import { mostBlocks, scalesOnlyAcross } from './check-content.ts';
import { clipEffect } from './clip-judge.ts';
import { actionsOf } from './goto-targets.ts';
import { removeAttributes, removeChildren, setAttribute } from './tree-edits.ts';

/** What was taken out of a part. */
export type ContentFix = {
  /** Whether the part changed at all. */
  changed: boolean;
  /** Actions of objects, with the object's boundary. */
  readonly actions: { readonly action: XmlElement; readonly boundary: BoxMm | undefined }[];
  /** Films taken out. */
  videos: number;
};

/** Changes the objects of a part in place; blocks nested deeper than `blocks` are dissolved into the one around. */
export function fixContent(root: XmlElement, blocks: number = mostBlocks): ContentFix {
  const fix: ContentFix = { changed: false, actions: [], videos: 0 };
  visit(root, 0, blocks, fix);
  return fix;
}

function visit(element: XmlElement, depth: number, blocks: number, fix: ContentFix): void {
  fixObject(element, fix);
  const content: (XmlElement | string)[] = [];
  for (const item of element.children) {
    if (typeof item === 'string') {
      content.push(item);
    } else if (item.name === 'VideoObject') {
      fix.videos += 1;
      fix.changed = true;
    } else {
      const isBlock = item.name === 'PageBlock';
      const within = isBlock ? depth + 1 : depth;
      visit(item, within, blocks, fix);
      if (isBlock && within > blocks) {
        content.push(...item.children);
        fix.changed = true;
      } else {
        content.push(item);
      }
    }
  }
  element.children = content;
}

function fixObject(element: XmlElement, fix: ContentFix): void {
  const change = (changed: boolean): void => {
    fix.changed ||= changed;
  };
  switch (element.name) {
    case 'TextObject':
      change(scalesOnlyAcross(element) && useScale(element));
      change(fixStroke(element));
      break;
    case 'PathObject':
      change(fixStroke(element));
      break;
    case 'CompositeObject':
      change(removeAttributes(element, [...strokeAttributes, 'Stroke', 'Fill']));
      change(removeChildren(element, ({ name }) => name === 'StrokeColor' || name === 'FillColor'));
      break;
    case 'ImageObject':
      change(removeAttributes(element, ['Fill']));
      change(removeChildren(element, ({ name }) => name === 'FillColor'));
      if (flag(element, 'Interpolate', false)) {
        setAttribute(element, 'Interpolate', 'false');
        change(true);
      }
      break;
    default:
      return;
  }
  const boundary = readBox(attr(element, 'Boundary'));
  fix.actions.push(...actionsOf(element).map((action) => ({ action, boundary })));
  change(removeChildren(element, ({ name }) => name === 'Actions'));
  change(fixClips(element, boundary));
}

function fixStroke(element: XmlElement): boolean {
  if (strokes(element)) {
    return false;
  }
  const attributes = removeAttributes(element, strokeAttributes);
  return removeChildren(element, ({ name }) => name === 'StrokeColor') || attributes;
}

/** A clip around everything does nothing; one around nothing hides the object. */
function fixClips(element: XmlElement, boundary: BoxMm | undefined): boolean {
  const clips = child(element, 'Clips');
  if (!clips || !boundary) {
    return false;
  }
  const effects = new Map(children(clips, 'Clip').map((clip) => [clip, clipEffect(clip, boundary)]));
  if ([...effects.values()].every((effect) => effect === 'cuts')) {
    return false;
  }
  if ([...effects.values()].includes('empty')) {
    setAttribute(element, 'Visible', 'false');
  }
  removeChildren(clips, (clip) => effects.get(clip) === 'needless' || effects.get(clip) === 'empty');
  if (children(clips).length === 0) {
    removeChildren(element, (item) => item === clips);
  }
  return true;
}

/**
 * HScale in the place of a matrix that only widens: origins and offsets are widened by hand, because HScale scales
 * glyphs alone. Shadings and strokes would change with the matrix, so texts that have them keep it.
 */
function useScale(element: XmlElement): boolean {
  const shaded = ['FillColor', 'StrokeColor'].some((name) => {
    const color = child(element, name);
    return color !== undefined && children(color).length > 0;
  });
  if (shaded || strokes(element)) {
    return false;
  }
  const [a, , , , e, f] = readMatrix(attr(element, 'CTM'))!;
  for (const [index, code] of children(element, 'TextCode').entries()) {
    const x = readNumber(attr(code, 'X')) ?? (index === 0 ? 0 : undefined);
    const y = readNumber(attr(code, 'Y')) ?? (index === 0 ? 0 : undefined);
    if (x !== undefined) {
      setAttribute(code, 'X', decimal(x * a + e, 6));
    }
    if (y !== undefined) {
      setAttribute(code, 'Y', decimal(y + f, 6));
    }
    const deltas = attr(code, 'DeltaX');
    if (deltas !== undefined) {
      setAttribute(code, 'DeltaX', widened(deltas, a));
    }
  }
  setAttribute(element, 'HScale', decimal((readNumber(attr(element, 'HScale')) ?? 1) * a, 6));
  removeAttributes(element, ['CTM']);
  return true;
}

/** Offsets times a factor; the count of `g count value` is no offset. */
function widened(deltas: string, factor: number): string {
  const tokens = deltas.split(/[\s,]+/).filter((token) => token !== '');
  return tokens
    .map((token, at) => {
      const value = Number(token);
      const kept = token === 'g' || tokens[at - 1] === 'g' || !Number.isFinite(value);
      return kept ? token : decimal(value * factor, 6);
    })
    .join(' ');
}
