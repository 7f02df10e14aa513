/** Electronic seals: making, reading, checking, and the picture. */

export { checkSealMaker, sealLists, verifySealValue } from './check-seal.ts';
export { makeSeal, type SealContent, sesAssemble, sesToBeSigned } from './make-seal.ts';
export type { GlyphOutline, OutlineSegment, OutlineSource } from './outline.ts';
export { readSeal, readSesSignature } from './read-seal.ts';
export type { ExtData, Seal, SealPicture, SealTime, SealVersion, SesSignature } from './seal.ts';
export { type SealPictureSpec, type SealShape, sealPicture } from './seal-picture.ts';
export { sealSizeMm } from './seal-size.ts';
export { parseSealTime } from './seal-time.ts';
