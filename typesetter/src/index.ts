/** The typesetter: GB/T 9704 pages from typed documents. Node only. */
export { type DrawPngOptions, drawPng, type PagePng, pngOfPage } from './drawing/index.ts';
export {
  ENGINE_TIMEOUT_MS,
  type EngineOptions,
  stopEngines,
  type TypesetErrorCode,
} from './engine/engine.ts';
export {
  describeFonts,
  FONT_ROLE_NAMES,
  FONT_ROLES,
  type FontInstallation,
  type FontProblem,
  type FontRole,
  INSTALLED_FONTS_FOLDER,
  installFandol,
  rolesOfFileName,
  type StandInFont,
  searchedFolders,
  standInFonts,
  type UsedFont,
  type WantedFont,
} from './fonts/index.ts';
export type * from './official-document.ts';
export { parseDocument } from './parse-document.ts';
export * from './sheets/index.ts';
export {
  layOut,
  type PageRange,
  previewSvg,
  TYPESETTER_VERSION,
  type Typeset,
  TypesetError,
  typeset,
} from './typeset.ts';
