export { boxAround, durationMs, emptyInk, MAX_POINTS, moveInk, withoutLast } from './ink.ts';
export { InkPicture, InkReplay, Strokes } from './ink-picture.tsx';
export { InkSurface } from './ink-surface.tsx';
export { type PackedInk, packInk, unpackInk } from './pack-ink.ts';
export { Pad } from './pad.tsx';
