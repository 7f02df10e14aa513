/** Loads the font files of every role once and answers, character by character, which file has it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { FONT_ROLES, type FontRole, fontChain } from './roles.ts';
import { type FontTables, readFont, renameFamily } from './sfnt.ts';

/** A loaded font file. */
export type LoadedFont = {
  /** Family name given to the engine, unique to the file. */
  family: string;
  file: string;
  sha256: string;
  name: string;
  standIn: boolean;
  tables: FontTables;
};

/** A role's font as reported beside a rendition. */
export type UsedFont = { role: FontRole; file: string; sha256: string; standIn: boolean; name: string };

/** The fonts of one installation. */
export type FontLibrary = {
  /** Files for the engine, each under its own family name. */
  blobs: Uint8Array[];
  /** The first font of the role's chain that has the character; undefined when none has. */
  fontFor(role: FontRole, codePoint: number): LoadedFont | undefined;
  /** The first choice of each role. */
  roles(): UsedFont[];
};

/**
 * Loads fonts. `folders` are the office's own font folders, best first.
 * @throws FontFileError when a file there is not a usable font.
 */
export function loadFonts(folders: readonly string[]): FontLibrary {
  const chain = fontChain(folders);
  const loaded = new Map<string, LoadedFont>();
  const blobs: Uint8Array[] = [];
  const byRole = new Map<FontRole, LoadedFont[]>();
  for (const role of FONT_ROLES) {
    const fonts = chain[role].map(({ path, standIn }) => {
      const known = loaded.get(path);
      if (known) {
        return known;
      }
      const bytes = readFileSync(path);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const family = `yiwen-${sha256.slice(0, 12)}`;
      const tables = readFont(bytes);
      const font = { family, file: basename(path), sha256, name: tables.displayName, standIn, tables };
      loaded.set(path, font);
      blobs.push(renameFamily(bytes, family));
      return font;
    });
    byRole.set(role, fonts);
  }
  return {
    blobs,
    fontFor: (role, codePoint) => byRole.get(role)!.find((f) => f.tables.glyphOf(codePoint) !== 0),
    roles: () =>
      FONT_ROLES.map((role) => {
        const { file, sha256, standIn, name } = byRole.get(role)![0]!;
        return { role, file, sha256, standIn, name };
      }),
  };
}
