import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DisplayItem } from '../../drawing/index.ts';
import { openOutlines } from '../../sfnt/index.ts';
import { displayPage, readOfd } from '../index.ts';

const folder = join(process.env.YIWEN_SAMPLES ?? '../shared/samples', 'ofd');
const files = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith('.ofd'))
      .sort()
  : [];
if (files.length === 0) {
  console.log(`skipped: no OFD samples at ${folder} (set YIWEN_SAMPLES)`);
}

type Row = { file: string; font: string; kind: string; glyphs: number; used: number; drawn: number };

function* leaves(items: readonly DisplayItem[]): Iterable<DisplayItem> {
  for (const item of items) {
    yield item;
    if (item.kind === 'group') {
      yield* leaves(item.items);
    }
  }
}

/** Every embedded font of a package, and what its pages draw with it. */
function fontsOf(file: string): { rows: Row[]; findings: string[] } {
  const document = readOfd(new Uint8Array(readFileSync(join(folder, file))));
  const used = new Map<Uint8Array, { ids: Set<number>; drawn: Set<number> }>();
  const findings: string[] = [];
  for (const index of document.pages.keys()) {
    const list = displayPage(document, index);
    findings.push(...list.findings.map(({ code }) => code).filter((code) => /^(font|glyph)-/.test(code)));
    for (const item of leaves(list.items)) {
      if (item.kind === 'glyphs' && item.font.embedded) {
        const of = used.get(item.font.bytes) ?? { ids: new Set(), drawn: new Set() };
        used.set(item.font.bytes, of);
        for (const { glyphId } of item.glyphs) {
          of.ids.add(glyphId);
          if (item.font.outline(glyphId) !== undefined) {
            of.drawn.add(glyphId);
          }
        }
      }
    }
  }
  const rows = [...document.entries]
    .filter(([name]) => /\.(ttf|otf|ttc|cff|pf[ab])$/i.test(name))
    .map(([name, bytes]): Row => {
      const font = openOutlines(bytes);
      const of = used.get(bytes);
      return {
        file: file.slice(0, 2),
        font: name.replace(/^.*\//, ''),
        kind: font?.kind ?? 'not opened',
        glyphs: font?.glyphCount ?? 0,
        used: of?.ids.size ?? 0,
        drawn: of?.drawn.size ?? 0,
      };
    });
  return { rows, findings };
}

describe.skipIf(files.length === 0)('embedded fonts of the public samples', () => {
  it('all open, and every glyph the pages use has an outline', () => {
    const all = files.map(fontsOf);
    const rows = all.flatMap(({ rows }) => rows);
    console.table(rows);
    expect(rows.length).toBeGreaterThanOrEqual(31);
    expect(rows.filter(({ kind }) => kind === 'cff')).toHaveLength(2);
    expect(rows.filter(({ kind }) => kind === 'not opened')).toEqual([]);
    expect(rows.filter(({ used, drawn }) => used !== drawn)).toEqual([]);
    expect(rows.reduce((sum, { used }) => sum + used, 0)).toBeGreaterThan(1000);
    expect(all.flatMap(({ findings }) => findings)).toEqual([]);
  });
});
