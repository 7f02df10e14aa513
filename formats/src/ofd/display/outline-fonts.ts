/** Fonts opened for drawing, once per file: outlines are kept as path commands, so that pages share them. */
import type { OutlineFont, PathCommand } from '../../drawing/index.ts';
import { type FontOutlines, openOutlines } from '../../sfnt/index.ts';

/** A font ready for drawing text of an OFD. */
export type OpenedFont = OutlineFont & {
  /** Its letters are as heavy or as slanted as it was wanted: nothing has to be done to them. */
  readonly bold: boolean;
  readonly italic: boolean;
  /**
   * The glyph a CGTransform means. In a bare CFF font with CIDs its numbers are CIDs: the file was made from a PDF,
   * where they were.
   */
  glyphOf(written: number): number | undefined;
};

/** Outlines kept per font; a document of text uses far fewer. */
const keptOutlines = 8192;

type Outlines = Pick<OpenedFont, 'outline' | 'glyphFor' | 'advance' | 'glyphOf'>;

const known = new WeakMap<FontOutlines, Outlines>();

/** A font by its bytes; undefined when nothing can be drawn from it. Never throws; pass the same array again. */
export function openOutlineFont(
  bytes: Uint8Array,
  face: number,
  names: Pick<OpenedFont, 'key' | 'name' | 'embedded' | 'bold' | 'italic'>,
): OpenedFont | undefined {
  const font = openOutlines(bytes, face);
  if (!font) {
    return undefined;
  }
  let outlines = known.get(font);
  if (!outlines) {
    // 'OTTO': the file has glyph numbers of its own, whatever its CFF table says of CIDs.
    const wrapped = bytes[0] === 0x4f && bytes[1] === 0x54;
    outlines = outlinesOf(font, font.kind === 'cff' && !wrapped);
    known.set(font, outlines);
  }
  return { ...names, bytes, ...outlines };
}

function outlinesOf(font: FontOutlines, byCid: boolean): Outlines {
  const kept = new Map<number, readonly PathCommand[] | undefined>();
  return {
    outline: (glyphId) => {
      let outline = kept.get(glyphId);
      if (outline === undefined && !kept.has(glyphId)) {
        if (kept.size >= keptOutlines) {
          kept.clear();
        }
        outline = font
          .outline(glyphId)
          ?.map(([operator, ...numbers]): PathCommand => ({ operator, numbers }));
        kept.set(glyphId, outline);
      }
      return outline;
    },
    // Symbol fonts (Wingdings) know their characters by bytes only.
    glyphFor: (codePoint) =>
      font.glyphFor(codePoint) ??
      (codePoint < 0x100 && font.kind === 'truetype' ? font.glyphOfCode(codePoint) : undefined),
    advance: (glyphId) => font.advance(glyphId),
    glyphOf: byCid ? (written) => font.glyphOfCid(written) : (written) => written,
  };
}
