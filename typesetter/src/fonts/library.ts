/** Loads the font files of every role once and answers, character by character, which file has it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fontDisplayName, openOutlines, renameFamily, SfntError, toTrueType } from '@yiwen/formats/sfnt';
import { FONT_ROLES, type FontFile, type FontRole, fontChain } from './roles.ts';

/** A loaded font file. */
export type LoadedFont = {
  /** Family name given to the engine, unique to the file. */
  family: string;
  file: string;
  sha256: string;
  name: string;
  standIn: boolean;
  unitsPerEm: number;
  /** How far a character advances, in font units; undefined when the font has no glyph for it. */
  advanceOf(codePoint: number): number | undefined;
};

/** A role's font as reported beside a rendition. */
export type UsedFont = { role: FontRole; file: string; sha256: string; standIn: boolean; name: string };

/** A file in a font folder that cannot be used, and why (zh-CN). */
export type FontProblem = { file: string; message: string };

/** The fonts of one installation. */
export type FontLibrary = {
  /** Files for the engine, each under its own family name. */
  blobs: Uint8Array[];
  /** The first font of the role's chain that has the character; undefined when none has. */
  fontFor(role: FontRole, codePoint: number): LoadedFont | undefined;
  /** The first choice of each role. */
  roles(): UsedFont[];
  problems: FontProblem[];
};

type Loaded = { font: LoadedFont; blob: Uint8Array };

function load({ path, standIn }: FontFile): Loaded {
  const file = readFileSync(path);
  const sha256 = createHash('sha256').update(file).digest('hex');
  // Outlines in CFF are turned to TrueType: the OFD twin carries no other kind.
  const bytes = toTrueType(file);
  const outlines = openOutlines(bytes);
  if (outlines === undefined) {
    throw new SfntError('字体文件的轮廓无法读取');
  }
  const family = `yiwen-${sha256.slice(0, 12)}`;
  const known = new Map<number, number | undefined>();
  const font: LoadedFont = {
    family,
    file: basename(path),
    sha256,
    name: fontDisplayName(bytes) ?? '未命名字体',
    standIn,
    unitsPerEm: outlines.unitsPerEm,
    advanceOf: (codePoint) => {
      if (!known.has(codePoint)) {
        const glyph = outlines.glyphFor(codePoint);
        known.set(
          codePoint,
          glyph === undefined ? undefined : Math.round(outlines.advance(glyph) * outlines.unitsPerEm),
        );
      }
      return known.get(codePoint);
    },
  };
  return { font, blob: renameFamily(bytes, family) };
}

/**
 * Loads fonts. `folders` are searched best first; a file there that is no usable font is reported
 * in `problems` and passed over, so that a bad upload never stops the office.
 */
export function loadFonts(folders: readonly string[]): FontLibrary {
  const chain = fontChain(folders);
  const loaded = new Map<string, Loaded | undefined>();
  const problems: FontProblem[] = [];
  const byRole = new Map<FontRole, LoadedFont[]>();
  for (const role of FONT_ROLES) {
    const fonts: LoadedFont[] = [];
    for (const file of chain[role]) {
      if (!loaded.has(file.path)) {
        try {
          loaded.set(file.path, load(file));
        } catch (error) {
          if (!(error instanceof SfntError) || file.standIn) {
            throw error;
          }
          loaded.set(file.path, undefined);
          problems.push({ file: basename(file.path), message: error.message });
        }
      }
      const done = loaded.get(file.path);
      if (done) {
        fonts.push(done.font);
      }
    }
    byRole.set(role, fonts);
  }
  return {
    blobs: [...loaded.values()].flatMap((l) => (l ? [l.blob] : [])),
    problems,
    fontFor: (role, codePoint) => byRole.get(role)!.find((f) => f.advanceOf(codePoint) !== undefined),
    roles: () =>
      FONT_ROLES.map((role) => {
        const { file, sha256, standIn, name } = byRole.get(role)![0]!;
        return { role, file, sha256, standIn, name };
      }),
  };
}

/**
 * Says which font plays each role and which files cannot be used; for `doctor`, the settings page
 * and the check of an uploaded font. Reads every font file (a few hundred milliseconds).
 */
export function describeFonts(folders: readonly string[]): { roles: UsedFont[]; problems: FontProblem[] } {
  const library = loadFonts(folders);
  return { roles: library.roles(), problems: library.problems };
}
