/** Fonts embedded as subsets (GB/T 42133 6.2.6 b, c). */
import { attr, child, children, childText, type XmlElement } from '../../container/index.ts';
import { type FontOutlines, openOutlines, SfntError, subsetFont } from '../../sfnt/index.ts';
import { parentFolder } from '../model/package-paths.ts';
import { type ArchiveParts, flag, textsOf } from './archive-parts.ts';
import { freeFile, type NewFiles } from './fix-resources.ts';
import { type FontUse, fontFaults, fontUses, isSubset } from './font-use.ts';
import { beside, removeChildren, setText } from './tree-edits.ts';

/** A font of the document that is not embedded. */
export type WantedFont = {
  readonly fontName: string;
  readonly familyName: string;
  readonly bold: boolean;
  readonly italic: boolean;
};

/** A font file and which of its fonts to use. */
export type SuppliedFont = { readonly bytes: Uint8Array; readonly face?: number };

/** Subsets embedded fonts that are not subsets and embeds those that are only named, as far as `supply` knows them. */
export function fixFonts(
  parts: ArchiveParts,
  files: NewFiles,
  supply: (font: WantedFont) => SuppliedFont | undefined,
): void {
  const uses = fontUses(parts);
  for (const part of parts.resources) {
    for (const font of children(part.root, 'Fonts').flatMap((list) => children(list, 'Font'))) {
      const id = attr(font, 'ID') ?? '';
      const use = uses.get(id);
      if (!use) {
        continue;
      }
      const file = parts.fileOf(part, childText(font, 'FontFile'));
      const bytes = file === undefined ? undefined : parts.document.entries.get(file);
      if (bytes && isFit(bytes, use)) {
        continue;
      }
      const wanted = wantedFont(font);
      const source = bytes ? { bytes } : supply(wanted);
      const subset = source && makeSubset(source, use, wanted, bytes !== undefined);
      if (!subset) {
        continue;
      }
      if (!bytes) {
        dropTransforms(parts, id);
      }
      const folder = parentFolder(part.entry);
      const stem = `${folder === '' ? '' : `${folder}/`}Res/font_${id.replace(/\W/g, '')}`;
      const name = freeFile(parts, files, stem, 'ttf');
      files.set(name, subset);
      const location = child(font, 'FontFile');
      if (location) {
        setText(location, `/${name}`);
      } else {
        font.children.push(beside(font, 'FontFile', {}, [`/${name}`]));
      }
      parts.touch(part.entry);
    }
  }
}

function isFit(bytes: Uint8Array, use: FontUse): boolean {
  const faults = fontFaults(bytes, use);
  return faults.tables.length === 0 && isSubset(faults);
}

function wantedFont(font: XmlElement): WantedFont {
  const fontName = attr(font, 'FontName') ?? '';
  return {
    fontName,
    familyName: attr(font, 'FamilyName') ?? fontName,
    bold: flag(font, 'Bold', false),
    italic: flag(font, 'Italic', false),
  };
}

/** Glyph ids stay when texts name some; characters that only CGTransforms show are found by `cmap` too afterwards. */
function makeSubset(
  { bytes, face }: SuppliedFont,
  use: FontUse,
  { fontName, familyName, bold, italic }: WantedFont,
  embedded: boolean,
): Uint8Array | undefined {
  const outlines = openOutlines(bytes, face);
  if (!outlines) {
    return undefined;
  }
  const glyphs = embedded ? [...use.glyphs.keys()] : [];
  const family = familyName || fontName || 'Font';
  try {
    return subsetFont(outlines, {
      glyphs,
      characters: characterMap(outlines, use, embedded),
      keepGlyphIds: glyphs.length > 0,
      names: { family, postScript: family.replace(/[^A-Za-z0-9-]/g, '') || 'Font', bold, italic },
      ...(face === undefined ? {} : { faceIndex: face }),
    }).bytes;
  } catch (error) {
    if (error instanceof SfntError) {
      // a broken font stays what it is; the checker names it
      return undefined;
    }
    throw error;
  }
}

function characterMap(outlines: FontOutlines, use: FontUse, embedded: boolean): Map<number, number> {
  const map = new Map<number, number>();
  const add = (code: number, glyph: number | undefined): void => {
    if (glyph !== undefined && glyph > 0 && glyph < outlines.glyphCount && !map.has(code)) {
      map.set(code, glyph);
    }
  };
  for (const code of embedded ? use.codes : [...use.codes, ...use.covered]) {
    add(code, outlines.glyphFor(code));
  }
  for (const [glyph, code] of embedded ? use.glyphs : []) {
    if (code !== undefined) {
      add(code, glyph);
    }
  }
  return map;
}

/** Glyph ids without an embedded font belong to no font anybody has: the characters say what is meant. */
function dropTransforms(parts: ArchiveParts, font: string): void {
  for (const { entry, root } of [...parts.contentRoots(), ...parts.annotations]) {
    for (const element of textsOf(root)) {
      if (attr(element, 'Font') === font && removeChildren(element, ({ name }) => name === 'CGTransform')) {
        parts.touch(entry);
      }
    }
  }
}
