import type { Rgb } from '../graphics-state.ts';

type Triple = readonly [number, number, number];

// what offset inks on coated paper look like on a screen: white, the three inks and their overprints; black covers all
const overprints: readonly Triple[] = [
  [255, 255, 255],
  [0, 174, 239],
  [236, 0, 140],
  [46, 49, 146],
  [255, 242, 0],
  [0, 166, 81],
  [237, 28, 36],
  [54, 54, 57],
];

/** CMYK 0–1 to sRGB by mixing the colours of the overprints by the area each covers (Neugebauer). */
export function cmykToRgb(c: number, m: number, y: number, k: number): Rgb {
  const paper = 1 - k;
  let [r, g, b] = [0, 0, 0];
  for (let i = 0; i < 8; i++) {
    const weight = paper * (i & 1 ? c : 1 - c) * (i & 2 ? m : 1 - m) * (i & 4 ? y : 1 - y);
    const [red, green, blue] = overprints[i] as Triple;
    r += weight * red;
    g += weight * green;
    b += weight * blue;
  }
  return [Math.round(r), Math.round(g), Math.round(b)];
}

/** CIE XYZ relative to `white` to sRGB; the white point is scaled to that of sRGB. */
export function xyzToRgb(x: number, y: number, z: number, white: Triple): Rgb {
  const X = (x / white[0]) * 0.9505;
  const Y = y / white[1];
  const Z = (z / white[2]) * 1.089;
  return [
    gammaByte(3.2406 * X - 1.5372 * Y - 0.4986 * Z),
    gammaByte(-0.9689 * X + 1.8758 * Y + 0.0415 * Z),
    gammaByte(0.0557 * X - 0.204 * Y + 1.057 * Z),
  ];
}

function gammaByte(linear: number): number {
  const value = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));
}

/** CIE L*a*b* (ISO 32000-1 8.6.5.4). */
export function labToRgb(l: number, a: number, b: number, white: Triple): Rgb {
  const m = (l + 16) / 116;
  const g = (x: number): number => (x >= 6 / 29 ? x ** 3 : (108 / 841) * (x - 4 / 29));
  return xyzToRgb(white[0] * g(m + a / 500), white[1] * g(m), white[2] * g(m - b / 200), white);
}
