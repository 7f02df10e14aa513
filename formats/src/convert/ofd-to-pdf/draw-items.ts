/** Display items as content stream operators. */
import { type DisplayItem, type ImageItem, multiply } from '../../drawing/index.ts';
import { writtenMatrix } from './content-numbers.ts';
import { drawGlyphs } from './draw-glyphs.ts';
import { drawGroup } from './draw-group.ts';
import { drawPath } from './draw-path.ts';
import { drawWords } from './draw-words.ts';
import type { Ink } from './ink.ts';

/** Draws in order, from back to front. */
export function drawItems(items: readonly DisplayItem[], ink: Ink): void {
  for (const item of items) {
    switch (item.kind) {
      case 'group':
        drawGroup(item, ink);
        break;
      case 'path':
        drawPath(item, ink);
        break;
      case 'glyphs':
        drawGlyphs(item, ink);
        break;
      case 'words':
        drawWords(item, ink);
        break;
      case 'image':
        drawImage(item, ink);
        break;
    }
  }
}

/** PDF's unit square has y up, with the picture's top at 1 (8.9.5.1). */
function drawImage(item: ImageItem, ink: Ink): void {
  const { content, target } = ink;
  const picture = ink.pictures.get(item.picture);
  const image = picture && target.pictures.take(picture);
  if (!image || ink.opacity <= 0) {
    return;
  }
  content.saved(() => {
    if (ink.opacity < 1 || content.alpha !== '') {
      const state = target.alphaState(ink.opacity, ink.opacity);
      content.use('ExtGState', state.name, state.ref);
      content.alphaWith(state.name);
    }
    const place = multiply([1, 0, 0, -1, 0, 1], multiply(item.matrix, ink.matrix));
    content.write(`${writtenMatrix(place)} cm\n${content.use('XObject', image.name, image.ref)} Do`);
  });
}
