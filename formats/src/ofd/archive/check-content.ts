/** Rules about page objects (GB/T 42133 6.2.3 e, 6.3.2, 6.3.3, 6.5 b, 6.6, 6.7). */
import { attr, child, children, type XmlElement } from '../../container/index.ts';
import { readBox, readMatrix, readNumber } from '../reading/read-values.ts';
import { flag, strokeAttributes, strokes } from './archive-parts.ts';
import type { ArchiveNotes } from './archive-rules.ts';
import { clipEffect } from './clip-judge.ts';
import { actionsOf } from './goto-targets.ts';

const objectNames = ['TextObject', 'PathObject', 'ImageObject', 'CompositeObject', 'VideoObject'];

/** Nested deeper than this, blocks break the rule. */
export const mostBlocks = 3;

/** All objects of a tree, cells of patterns included; `place` is the entry. */
export function checkContent(root: XmlElement, place: string, notes: ArchiveNotes): void {
  visit(root, 0, place, notes);
}

function visit(element: XmlElement, blocks: number, place: string, notes: ArchiveNotes): void {
  const depth = element.name === 'PageBlock' ? blocks + 1 : blocks;
  if (element.name === 'PageBlock' && depth === mostBlocks + 1) {
    notes.note('archive-block-depth', `${place}#${attr(element, 'ID') ?? ''}`);
  }
  if (objectNames.includes(element.name)) {
    checkObject(element, `${place}#${attr(element, 'ID') ?? ''}`, notes);
  }
  for (const item of children(element)) {
    visit(item, depth, place, notes);
  }
}

function checkObject(element: XmlElement, place: string, notes: ArchiveNotes): void {
  if (actionsOf(element).length > 0) {
    notes.note('archive-object-action', place);
  }
  checkClips(element, place, notes);
  const { name } = element;
  const stroked = strokeAttributes.some((attribute) => attr(element, attribute) !== undefined);
  const strokeColor = child(element, 'StrokeColor') !== undefined;
  const filled = attr(element, 'Fill') !== undefined || child(element, 'FillColor') !== undefined;
  if (name === 'TextObject' || name === 'PathObject') {
    if (!strokes(element) && (stroked || strokeColor)) {
      notes.note('archive-idle-stroke', place);
    }
  } else if (name === 'CompositeObject') {
    if (stroked || strokeColor || filled || attr(element, 'Stroke') !== undefined) {
      notes.note('archive-composite-style', place);
    }
  } else if (filled) {
    notes.note('archive-image-fill', place);
  }
  if (name === 'VideoObject') {
    notes.note('archive-audio-video', place, name);
  }
  if (name === 'ImageObject' && flag(element, 'Interpolate', false)) {
    notes.note('archive-image-interpolate', place);
  }
  if (name === 'TextObject') {
    checkText(element, place, notes);
  }
}

function checkClips(element: XmlElement, place: string, notes: ArchiveNotes): void {
  const clips = child(element, 'Clips');
  const boundary = readBox(attr(element, 'Boundary'));
  if (!clips || !boundary) {
    return;
  }
  const effects = children(clips, 'Clip').map((clip) => clipEffect(clip, boundary));
  if (effects.includes('needless')) {
    notes.note('archive-clip-needless', place);
  }
  if (effects.includes('empty')) {
    notes.note('archive-clip-empty', place);
  }
}

function checkText(element: XmlElement, place: string, notes: ArchiveNotes): void {
  if (!((readNumber(attr(element, 'Size')) ?? 0) > 0)) {
    notes.note('archive-text-size', place, attr(element, 'Size'));
  }
  if (scalesOnlyAcross(element)) {
    notes.note('archive-text-scale', place, attr(element, 'CTM'));
  }
}

/** Whether a text's matrix does nothing but widen or narrow it (and move it). */
export function scalesOnlyAcross(element: XmlElement): boolean {
  const matrix = readMatrix(attr(element, 'CTM'));
  if (!matrix) {
    return false;
  }
  const [a, b, c, d] = matrix;
  return b === 0 && c === 0 && d === 1 && a > 0 && a < 1000 && a !== 1;
}
