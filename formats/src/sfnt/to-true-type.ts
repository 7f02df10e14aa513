/** Whole fonts for the office: checked, turned to TrueType outlines, renamed. */
import { guarded, viewOf } from './bytes.ts';
import { openCff } from './cff/cff-font.ts';
import { unicodeMap } from './character-map.ts';
import { SfntError } from './errors.ts';
import { horizontalMetrics } from './font.ts';
import { writeGlyph, writeGlyphs } from './glyf-writer.ts';
import { writeNames } from './name-table.ts';
import { postScriptNameOf } from './names/font-names.ts';
import { quadraticContours } from './quadratic.ts';
import { subsetGlyph } from './subset-glyphs.ts';
import { writeHmtx, writeMaxp } from './subset-tables.ts';
import { readTables, type Tables } from './tables.ts';
import { writeTables } from './write-tables.ts';

/** Curves within 0.4 units of 1000: far below a printer's dot at any text size. */
const tolerance = 0.0004;

/** What a text engine cannot do without. */
const needed = ['cmap', 'head', 'hhea', 'hmtx', 'maxp', 'name'];

/** Tables that describe or sign CFF outlines, or need features of it. */
const dropped = ['CFF ', 'VORG', 'DSIG', 'BASE', 'GPOS', 'GSUB'];

/** The tables of a single, complete font with a Unicode character map. @throws SfntError in words for who installs it */
function wholeTables(bytes: Uint8Array): Tables {
  const tables = readTables(bytes);
  for (const tag of needed) {
    if (!tables.has(tag)) {
      throw new SfntError(`字体文件缺少 ${tag} 表`);
    }
  }
  if (unicodeMap(tables) === undefined) {
    throw new SfntError('字体文件没有可用的 Unicode 字符表');
  }
  return tables;
}

/**
 * Turns a font with CFF outlines into one with TrueType outlines; characters, advances and names stay.
 * A font that has TrueType outlines already is checked and returned as it is.
 * @throws SfntError when it is not a single, complete font, or one of its glyphs is broken
 */
export function toTrueType(font: Uint8Array): Uint8Array {
  const tables = wholeTables(font);
  if (tables.has('glyf') && tables.has('loca')) {
    return font;
  }
  return guarded(() => {
    const [cffTable, oldHead] = [tables.get('CFF '), tables.get('head')!];
    if (cffTable === undefined || oldHead.length < 54) {
      throw new SfntError('字体既没有 TrueType 轮廓也没有 CFF 轮廓');
    }
    const unitsPerEm = viewOf(oldHead).getUint16(18);
    const cff = openCff(cffTable, unitsPerEm);
    const metrics = horizontalMetrics(tables);
    const glyphs = Array.from({ length: cff.glyphCount }, (_, glyph) => {
      const contours = quadraticContours(cff.outline(glyph), unitsPerEm, tolerance * unitsPerEm);
      return subsetGlyph(writeGlyph(contours), metrics.advance(glyph) ?? unitsPerEm);
    });
    const head = new Uint8Array(oldHead);
    viewOf(head).setUint16(50, 1);
    const hhea = new Uint8Array(tables.get('hhea')!);
    viewOf(hhea).setUint16(34, glyphs.length);
    return writeTables(
      new Map([
        ...[...tables].filter(([tag]) => !dropped.includes(tag)),
        ...Object.entries(writeGlyphs(glyphs.map(({ data }) => data))),
        ['maxp', writeMaxp(undefined, glyphs)],
        ['head', head],
        ['hhea', hhea],
        ['hmtx', writeHmtx(glyphs)],
      ]),
    );
  });
}

/**
 * The font under another family name, its PostScript name kept: an engine that chooses fonts by family then takes this
 * file and no other of the same name. @throws SfntError
 */
export function renameFamily(bytes: Uint8Array, family: string): Uint8Array {
  const tables = wholeTables(bytes);
  const names = writeNames(tables.get('name'), { family, postScript: postScriptNameOf(tables) ?? family });
  return writeTables(new Map([...tables, ['name', names]]));
}
