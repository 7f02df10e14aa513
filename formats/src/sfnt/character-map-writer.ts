import { viewOf } from './bytes.ts';

/** Code point → glyph id, ascending by code point. */
export type CharacterPairs = readonly (readonly [codePoint: number, glyph: number])[];

/**
 * A `cmap` table (5.2.1) with format 4 for the basic plane and format 12 for everything; without any character, format
 * 4 alone, because browsers refuse a format 12 that is empty.
 */
export function writeCharacterMap(pairs: CharacterPairs): Uint8Array {
  const basic = format4(pairs.filter(([code]) => code < 0xffff));
  const full = pairs.length === 0 ? undefined : format12(pairs);
  const tables = [basic, full].filter((table) => table !== undefined);
  const header = 4 + 8 * tables.length;
  const out = new Uint8Array(header + tables.reduce((sum, table) => sum + table.length, 0));
  const view = viewOf(out);
  view.setUint16(2, tables.length);
  let offset = header;
  for (const [i, table] of tables.entries()) {
    view.setUint16(4 + 8 * i, 3);
    view.setUint16(6 + 8 * i, table === full ? 10 : 1);
    view.setUint32(8 + 8 * i, offset);
    out.set(table, offset);
    offset += table.length;
  }
  return out;
}

type Run = { start: number; glyphs: number[] };

/** Runs of consecutive code points. */
function runsOf(pairs: CharacterPairs): Run[] {
  const runs: Run[] = [];
  for (const [code, glyph] of pairs) {
    const run = runs.at(-1);
    if (run !== undefined && run.start + run.glyphs.length === code) {
      run.glyphs.push(glyph);
    } else {
      runs.push({ start: code, glyphs: [glyph] });
    }
  }
  return runs;
}

function isConsecutive(run: Run): boolean {
  return run.glyphs.every((glyph, i) => glyph === (run.glyphs[0] as number) + i);
}

/** Format 4; undefined when it would not fit into its 16-bit length (format 12 then serves alone). */
function format4(pairs: CharacterPairs): Uint8Array | undefined {
  const runs = runsOf(pairs);
  const count = runs.length + 1;
  const listed = runs.filter((run) => !isConsecutive(run)).reduce((sum, run) => sum + run.glyphs.length, 0);
  const length = 16 + 8 * count + 2 * listed;
  if (length > 0xffff) {
    return undefined;
  }
  const out = new Uint8Array(length);
  const view = viewOf(out);
  const power = 2 ** Math.floor(Math.log2(count));
  view.setUint16(0, 4);
  view.setUint16(2, length);
  view.setUint16(6, count * 2);
  view.setUint16(8, power * 2);
  view.setUint16(10, Math.log2(power));
  view.setUint16(12, (count - power) * 2);
  const [ends, starts, deltas, ranges] = [14, 16 + 2 * count, 16 + 4 * count, 16 + 6 * count];
  let list = 16 + 8 * count;
  for (const [i, run] of runs.entries()) {
    view.setUint16(ends + 2 * i, run.start + run.glyphs.length - 1);
    view.setUint16(starts + 2 * i, run.start);
    if (isConsecutive(run)) {
      view.setUint16(deltas + 2 * i, ((run.glyphs[0] as number) - run.start) & 0xffff);
    } else {
      view.setUint16(ranges + 2 * i, list - (ranges + 2 * i));
      for (const glyph of run.glyphs) {
        view.setUint16(list, glyph);
        list += 2;
      }
    }
  }
  // the closing segment FFFF maps to glyph 0
  view.setUint16(ends + 2 * runs.length, 0xffff);
  view.setUint16(starts + 2 * runs.length, 0xffff);
  view.setUint16(deltas + 2 * runs.length, 1);
  return out;
}

function format12(pairs: CharacterPairs): Uint8Array {
  const groups: { start: number; end: number; glyph: number }[] = [];
  for (const [code, glyph] of pairs) {
    const group = groups.at(-1);
    if (group !== undefined && group.end + 1 === code && group.glyph + code - group.start === glyph) {
      group.end = code;
    } else {
      groups.push({ start: code, end: code, glyph });
    }
  }
  const out = new Uint8Array(16 + 12 * groups.length);
  const view = viewOf(out);
  view.setUint16(0, 12);
  view.setUint32(4, out.length);
  view.setUint32(12, groups.length);
  for (const [i, group] of groups.entries()) {
    view.setUint32(16 + 12 * i, group.start);
    view.setUint32(20 + 12 * i, group.end);
    view.setUint32(24 + 12 * i, group.glyph);
  }
  return out;
}
