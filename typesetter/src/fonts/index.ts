/** Fonts: roles, files, coverage, and what can be fetched for them. */
export { type FontInstallation, installFandol } from './install.ts';
export { INSTALLED_FONTS_FOLDER, searchedFolders } from './installed.ts';
export {
  describeFonts,
  type FontLibrary,
  type FontProblem,
  type LoadedFont,
  loadFonts,
  type UsedFont,
} from './library.ts';
export { FONT_ROLE_NAMES, FONT_ROLES, type FontRole, rolesOfFileName } from './roles.ts';
export { type StandInFont, standInFonts, type WantedFont } from './stand-ins.ts';
