import { isName, isStream, type PdfDict, type PdfFile, type PdfObject } from '../../pdf/index.ts';
import type { ColorSpaceName, Rgb } from './graphics-state.ts';

const byName: Record<string, ColorSpaceName> = {
  DeviceGray: 'gray',
  G: 'gray',
  CalGray: 'gray',
  DeviceRGB: 'rgb',
  RGB: 'rgb',
  CalRGB: 'rgb',
  DeviceCMYK: 'cmyk',
  CMYK: 'cmyk',
};

/**
 * Reduces a colour space (ISO 32000-1 8.6) to grey, RGB or CMYK. ICC profiles are taken by their number of
 * components: the engine writes sRGB and sGrey, for which that is exact.
 */
export function colorSpaceOf(
  file: PdfFile,
  value: PdfObject | undefined,
  resources: PdfDict,
): ColorSpaceName {
  let space = file.resolve(value);
  if (isName(space)) {
    const known = byName[space.name];
    if (known !== undefined) {
      return known;
    }
    const named = file.dict(resources, 'ColorSpace')?.get(space.name);
    space = file.resolve(named);
    if (isName(space)) {
      return byName[space.name] ?? 'unsupported';
    }
  }
  if (!Array.isArray(space)) {
    return 'unsupported';
  }
  const kind = file.resolve(space[0]);
  if (!isName(kind)) {
    return 'unsupported';
  }
  if (kind.name === 'ICCBased') {
    const profile = file.resolve(space[1]);
    const components = isStream(profile) ? file.number(profile.dict, 'N') : undefined;
    return components === 1 ? 'gray' : components === 3 ? 'rgb' : components === 4 ? 'cmyk' : 'unsupported';
  }
  return byName[kind.name] ?? 'unsupported';
}

/** Components 0–1 to sRGB 0–255. CMYK by the plain formula. */
export function toRgb(space: ColorSpaceName, components: readonly number[]): Rgb {
  const at = (i: number): number => Math.min(1, Math.max(0, components[i] ?? 0));
  const byte = (value: number): number => Math.round(value * 255);
  switch (space) {
    case 'gray':
      return [byte(at(0)), byte(at(0)), byte(at(0))];
    case 'rgb':
      return [byte(at(0)), byte(at(1)), byte(at(2))];
    case 'cmyk': {
      const white = 1 - at(3);
      return [byte((1 - at(0)) * white), byte((1 - at(1)) * white), byte((1 - at(2)) * white)];
    }
    default:
      return undefined;
  }
}

/** Number of components of a colour space; 0 when unsupported. */
export function componentCount(space: ColorSpaceName): number {
  return { gray: 1, rgb: 3, cmyk: 4, unsupported: 0 }[space];
}
