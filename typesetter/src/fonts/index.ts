/** Fonts: roles, files, coverage. */
export { type FontLibrary, type LoadedFont, loadFonts, type UsedFont } from './library.ts';
export { FONT_ROLES, type FontRole } from './roles.ts';
export { FontFileError, type FontTables, readFont, renameFamily } from './sfnt.ts';
