/**
 * The sRGB profile of the output intent (ICC.1:2004, version 4.2): primaries adapted to D50 and the exact transfer
 * curve of IEC 61966-2-1 as a parametric one.
 */

/** A monitor profile with nothing in it that could differ from run to run. */
export function srgbProfile(): Uint8Array {
  const curve = bytesOf('para', [
    0,
    0x00030000,
    ...[2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045].map(fixed),
  ]);
  const tags: [string, Uint8Array][] = [
    ['desc', words('sRGB IEC61966-2.1')],
    ['cprt', words('Public domain')],
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    ['chad', bytesOf('sf32', [0, ...adaptation.map(fixed)])],
    ['rXYZ', xyz(0.43607, 0.22249, 0.01392)],
    ['gXYZ', xyz(0.38515, 0.71687, 0.09708)],
    ['bXYZ', xyz(0.14307, 0.06061, 0.7141)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const places = new Map<Uint8Array, number>();
  let end = 132 + 12 * tags.length;
  for (const [, data] of tags) {
    if (!places.has(data)) {
      places.set(data, end);
      end += (data.length + 3) & ~3;
    }
  }
  const out = new Uint8Array(end);
  const view = new DataView(out.buffer);
  const name = (at: number, text: string): void => out.set(new TextEncoder().encode(text), at);
  view.setUint32(0, end);
  view.setUint32(8, 0x04200000);
  name(12, 'mntrRGB XYZ ');
  // a profile needs a date; the year of the format's version
  [2004, 10, 1, 0, 0, 0].forEach((value, index) => {
    view.setUint16(24 + 2 * index, value);
  });
  name(36, 'acsp');
  [0.9642, 1, 0.8249].forEach((value, index) => {
    view.setInt32(68 + 4 * index, fixed(value));
  });
  view.setUint32(128, tags.length);
  for (const [index, [tag, data]] of tags.entries()) {
    const at = 132 + 12 * index;
    name(at, tag);
    view.setUint32(at + 4, places.get(data)!);
    view.setUint32(at + 8, data.length);
    out.set(data, places.get(data)!);
  }
  return out;
}

/** Bradford, D65 to D50. */
const adaptation = [1.04788, 0.02292, -0.0502, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168];

function fixed(value: number): number {
  return Math.round(value * 65_536);
}

function xyz(x: number, y: number, z: number): Uint8Array {
  return bytesOf('XYZ ', [0, fixed(x), fixed(y), fixed(z)]);
}

function bytesOf(type: string, values: readonly number[]): Uint8Array {
  const out = new Uint8Array(4 + 4 * values.length);
  out.set(new TextEncoder().encode(type));
  const view = new DataView(out.buffer);
  for (const [index, value] of values.entries()) {
    view.setInt32(4 + 4 * index, value);
  }
  return out;
}

/** One English text (multiLocalizedUnicodeType). */
function words(text: string): Uint8Array {
  const head = bytesOf('mluc', [0, 1, 12, 0x656e5553, text.length * 2, 28]);
  const out = new Uint8Array(head.length + text.length * 2);
  out.set(head);
  for (let i = 0; i < text.length; i++) {
    out[head.length + 2 * i + 1] = text.charCodeAt(i);
  }
  return out;
}
