/** PDFs with one feature each: what foreign producers write and our engine does not. */
import { fonts } from './embedded-fonts.fixture.ts';
import { images } from './images.fixture.ts';
import { namedFonts, textState, type3, type3Outlines } from './other-text.fixture.ts';
import { clips, colors, groups, layers, tilings } from './painting.fixture.ts';
import { shadings } from './shadings.fixture.ts';
import { softMasks } from './soft-masks.fixture.ts';
import { structure } from './structure.fixture.ts';

/** Every feature by name. */
export const features: Readonly<Record<string, () => Uint8Array>> = {
  fonts,
  namedFonts,
  type3,
  type3Outlines,
  shadings,
  tilings,
  clips,
  colors,
  images,
  layers,
  groups,
  softMasks,
  structure,
  textState,
};
