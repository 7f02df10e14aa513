/**
 * Fonts that stand in for those a file names but does not carry: open fonts of this installation and this machine,
 * chosen by the role the name tells.
 */
import { fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { fontRole, type FontRole as NamedRole } from '@yiwen/formats/ofd';
import { sparseFile } from '@yiwen/formats/sfnt';
import { searchedFolders } from './installed.ts';
import { machineFonts } from './machine-fonts.ts';
import { CHINESE_WEIGHTS, type FontRole, fontChain } from './roles.ts';

/** What a file says of the font it wants; a font of an OFD package fits as it is. */
export type WantedFont = {
  readonly fontName: string;
  readonly familyName?: string | undefined;
  readonly bold?: boolean | undefined;
  readonly italic?: boolean | undefined;
};

/** One font file, read in parts: `bytes` is for `openOutlines` and `subsetFont` (see `sparseFile`), always the same array. */
export type StandInFont = {
  /** Tells files apart: the file's path. */
  readonly key: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Which font of a collection. */
  readonly face: number;
  /** What the file's own letters are: where it is not what was wanted, whoever draws may thicken or slant. */
  readonly bold: boolean;
  readonly italic: boolean;
};

/** The office's roles that serve a name's role. */
const officeRoles: Readonly<Record<NamedRole, FontRole>> = {
  song: 'songti',
  fangsong: 'fangsong',
  kai: 'kaiti',
  hei: 'heiti',
  xiaobiaosong: 'xiaobiaosong',
  'latin-serif': 'songti',
  'latin-sans': 'heiti',
  mono: 'songti',
};

/** Open fonts as wide as Times New Roman, Arial and Courier New, by the first part of their file names. */
const latinFiles: Readonly<Partial<Record<NamedRole, readonly string[]>>> = {
  'latin-serif': ['LiberationSerif', 'NimbusRoman'],
  'latin-sans': ['LiberationSans', 'NimbusSans'],
  mono: ['LiberationMono', 'NimbusMonoPS'],
};

/** Files with many characters the Chinese fonts lack, tried last; in the collections the simplified Chinese face. */
const lastResorts: Readonly<Record<'serif' | 'sans', readonly (readonly [name: string, face: number])[]>> = {
  serif: [
    ['NotoSerifCJK-Regular', 2],
    ['NotoSansCJK-Regular', 2],
    ['DejaVuSans', 0],
    ['DroidSansFallbackFull', 0],
  ],
  sans: [
    ['NotoSansCJK-Regular', 2],
    ['DejaVuSans', 0],
    ['DroidSansFallbackFull', 0],
  ],
};

type File = { path: string; face: number; bold: boolean; italic: boolean };

/**
 * Chooses the stand-ins of a font, best first: the first one has the role's look, later ones serve characters the
 * earlier ones lack. Never empty. `folders` are the office's own font folders; the fonts taken at install follow.
 * Keep the function: it holds the files it has opened.
 */
export function standInFonts(folders: readonly string[] = []): (font: WantedFont) => readonly StandInFont[] {
  const chain = fontChain(searchedFolders(folders));
  const opened = new Map<string, Uint8Array>();
  const bytesOf = (path: string): Uint8Array => {
    const bytes = opened.get(path) ?? fileInParts(path);
    opened.set(path, bytes);
    return bytes;
  };
  const chosen = new Map<string, readonly StandInFont[]>();
  return ({ fontName, familyName, bold = false, italic = false }) => {
    const role = fontRole(`${fontName} ${familyName ?? ''}`);
    const heavy = bold || /bold|粗/i.test(fontName);
    const slanted = italic || /italic|oblique|斜/i.test(fontName);
    const key = `${role} ${heavy} ${slanted}`;
    let list = chosen.get(key);
    if (list === undefined) {
      list = [...filesOf(role, heavy, slanted, chain)].map((file) => lazyFile(file, bytesOf));
      chosen.set(key, list);
    }
    return list;
  };
}

function filesOf(
  role: NamedRole,
  bold: boolean,
  italic: boolean,
  chain: ReturnType<typeof fontChain>,
): Iterable<File> {
  const found = new Map<string, File>();
  const add = (path: string | undefined, is: { bold: boolean; italic: boolean }, face = 0): void => {
    if (path !== undefined && !found.has(path)) {
      found.set(path, { path, face, ...is });
    }
  };
  const style = bold ? (italic ? 'BoldItalic' : 'Bold') : italic ? 'Italic' : 'Regular';
  for (const family of latinFiles[role] ?? []) {
    add(machineFonts().get(`${family}-${style}`), { bold, italic });
  }
  const office = officeRoles[role];
  for (const { path, standIn } of chain[office]) {
    // an office's own file is the face itself, in its one weight; among ours there is a heavier one
    const heavier = standIn && bold ? CHINESE_WEIGHTS.get(path) : undefined;
    add(heavier ?? path, { bold: heavier !== undefined, italic: false });
  }
  for (const [name, face] of lastResorts[office === 'heiti' ? 'sans' : 'serif']) {
    add(machineFonts().get(name), { bold: false, italic: false }, face);
  }
  return found.values();
}

function lazyFile({ path, ...is }: File, bytesOf: (path: string) => Uint8Array): StandInFont {
  return {
    key: path,
    name: basename(path).replace(/\.\w+$/, ''),
    get bytes() {
      return bytesOf(path);
    },
    ...is,
  };
}

/** Opens the file for good: what was read of it and what will be must be of one piece, also when it is replaced. */
function fileInParts(path: string): Uint8Array {
  const file = openSync(path, 'r');
  return sparseFile(fstatSync(file).size, (into, offset) => {
    readSync(file, into, 0, into.length, offset);
  });
}
