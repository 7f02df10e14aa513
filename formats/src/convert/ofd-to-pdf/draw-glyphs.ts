/** Text by glyph: exact places, searchable characters. */
import { type BoxMm, boxAround, type GlyphsItem, type Matrix, multiply } from '../../drawing/index.ts';
import { written, writtenMatrix } from './content-numbers.ts';
import { grown, lineStyle, squeezed } from './draw-path.ts';
import type { ShelvedFont } from './font-shelf.ts';
import { type Ink, placing } from './ink.ts';
import { layPaint, withPaint } from './lay-paint.ts';

export function drawGlyphs(item: GlyphsItem, ink: Ink): void {
  const { target } = ink;
  const box = placesOf(item);
  const fill = item.fill && layPaint(item.fill, box, ink);
  const stroke = item.stroke && layPaint(item.stroke.paint, grown(box, item.stroke.widthMm), ink);
  const { before, points, scale } = placing(ink.matrix, stroke !== undefined);
  const font = target.fonts.take(item.font);
  const given = Number(written(item.sizeMm * scale));
  const size = given > 0.01 && given < 1e5 ? given : 1;
  withPaint(ink, fill, stroke, (content) => {
    squeezed(content, before, () => {
      if (stroke && item.stroke) {
        content.lineWith(lineStyle(item.stroke, scale));
      }
      content.write('BT');
      content.fontWith(content.use('Font', font.name, font.ref), written(size));
      content.renderWith(fill ? (stroke ? 2 : 0) : stroke ? 1 : 3);
      for (const line of linesOf(item, points, size, font)) {
        content.write(line);
      }
      content.write('ET');
    });
  });
}

/** The area glyphs may touch: their origins with room for two ems around. */
function placesOf(item: GlyphsItem): BoxMm {
  const origins = item.glyphs.map(({ matrix }): [number, number] => [matrix[4], matrix[5]]);
  const em = item.glyphs.reduce(
    (most, { matrix: [a, b, c, d] }) => Math.max(most, Math.hypot(a, b), Math.hypot(c, d)),
    0,
  );
  return boxAround(origins, 2 * em);
}

/** How far (points) a glyph may be from where it belongs. */
const near = 0.0004;

/** `Tm` where a line or another slant begins, `TJ` with the gaps between; errors do not add up along a line. */
function* linesOf(item: GlyphsItem, points: Matrix, size: number, font: ShelvedFont): Generator<string> {
  let start: Matrix | undefined;
  /** Where the reader is, in ems from the start of the line. */
  let pen = 0;
  let parts: string[] = [];
  let codes = '';
  const shut = (): string => {
    if (codes !== '') {
      parts.push(`<${codes}>`);
      codes = '';
    }
    const [only] = parts;
    const text = parts.length === 1 ? `${only} Tj` : `[${parts.join('')}] TJ`;
    parts = [];
    return text;
  };
  for (const glyph of joined(item)) {
    const em = multiply(glyph.matrix, points);
    const area = em[0] * em[3] - em[1] * em[2];
    if (!em.every(Number.isFinite) || Math.abs(area) < 1e-9) {
      continue;
    }
    const code = font.code(glyph.glyphId, glyph.text);
    const hex = code.toString(16).padStart(4, '0');
    const place = start && along(start, em);
    if (!place || glyph.text === '') {
      if (start) {
        yield shut();
      }
      yield `${writtenMatrix([em[0] / size, em[1] / size, em[2] / size, em[3] / size, em[4], em[5]])} Tm`;
      [start, pen] = [em, 0];
    } else {
      const gap = Math.round((pen - place.ems) * 1000 * 100) / 100;
      if (Math.abs(gap / 1000) * place.reach > near) {
        if (codes !== '') {
          parts.push(`<${codes}>`);
          codes = '';
        }
        parts.push(String(gap));
        pen -= gap / 1000;
      }
    }
    if (glyph.text === '') {
      // part of a character that an earlier glyph stands for
      yield `/Span <</ActualText <feff>>> BDC <${hex}> Tj EMC`;
      start = undefined;
      continue;
    }
    codes += hex;
    pen += font.glyphs[code - 1]!.width / 1000;
  }
  if (start) {
    yield shut();
  }
}

type Glyph = GlyphsItem['glyphs'][number];

/**
 * A blank glyph for a visible character, standing inside the glyph before it, is how an OFD spells a ligature or the
 * two-em dash: the text belongs to the glyph that shows it. In one piece it is found and copied as one word.
 */
function joined({ glyphs, font }: GlyphsItem): readonly Glyph[] {
  const out: Glyph[] = [];
  let shown: { matrix: Matrix; width: number } | undefined;
  for (const glyph of glyphs) {
    const isBlank = font.outline(glyph.glyphId)?.length === 0;
    if (isBlank && shown && /^\S+$/.test(glyph.text)) {
      const place = along(shown.matrix, glyph.matrix);
      if (place && place.ems > 0 && place.ems < shown.width) {
        const last = out.pop()!;
        out.push({ ...last, text: last.text + glyph.text });
        continue;
      }
    }
    shown = isBlank ? undefined : { matrix: glyph.matrix, width: font.advance(glyph.glyphId) };
    out.push(glyph);
  }
  return out;
}

/** How far along the line that begins with `start` a glyph stands; undefined when it is not on it or not alike. */
function along(start: Matrix, em: Matrix): { ems: number; reach: number } | undefined {
  const [a, b, c, d] = start;
  const reach = Math.hypot(a, b);
  const rise = Math.hypot(c, d);
  const alike = 1e-6 * Math.max(reach, rise);
  const same = (i: 0 | 1 | 2 | 3): boolean => Math.abs(start[i] - em[i]) <= alike;
  if (!(same(0) && same(1) && same(2) && same(3))) {
    return undefined;
  }
  const area = a * d - b * c;
  const [dx, dy] = [em[4] - start[4], em[5] - start[5]];
  const ems = (dx * d - dy * c) / area;
  const off = (dy * a - dx * b) / area;
  return Math.abs(off) * rise <= near && Math.abs(ems) < 30 * 1000 ? { ems, reach } : undefined;
}
