/** The fonts' door. */
export { fontsModule } from './module.ts';
export { type OfficeFonts, officeFonts } from './office-fonts.ts';
