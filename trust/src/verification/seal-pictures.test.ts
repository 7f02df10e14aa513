import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeZip } from '@yiwen/formats/container';
import { displayPage, readOfd } from '@yiwen/formats/ofd';
import { describe, expect, it } from 'vitest';
import { sealPictures } from './index.ts';
import { plainEntries, sealEntries, withEntry } from './sealed-ofd.fixture.ts';

const folder = join(
  process.env.YIWEN_SAMPLES ?? join(import.meta.dirname, '../../../../shared/samples'),
  'ofd',
);
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ofd')) : [];
if (names.length === 0) {
  console.log('no sample OFD files on this machine (set YIWEN_SAMPLES): the tests over them are skipped');
}
const open = (bytes: Uint8Array) => readOfd(bytes);
const sample = (start: string) =>
  open(new Uint8Array(readFileSync(join(folder, names.find((name) => name.startsWith(start))!))));

describe('pictures of seals', () => {
  it('come from the signed value with the places its stamps name', async () => {
    const sealed = await sealEntries(plainEntries());
    const [picture, ...more] = sealPictures(open(sealed));
    expect(more).toEqual([]);
    expect(picture).toMatchObject({ page: 0, image: { mime: 'image/png' } });
    expect(picture!.boundary.widthMm).toBeGreaterThan(0);
    const list = displayPage(open(sealed), 0, { stamps: [picture!] });
    expect(list.items.at(-1)).toMatchObject({ kind: 'group', blend: 'multiply' });
  });

  it('are none where nothing is sealed or the signed value cannot be read', async () => {
    expect(sealPictures(open(writeZip(plainEntries())))).toEqual([]);
    const sealed = await sealEntries(plainEntries());
    const entry = open(sealed).signatures[0]!.signedValueEntry!;
    expect(sealPictures(open(withEntry(sealed, entry, () => Uint8Array.of(1, 2, 3))))).toEqual([]);
  });
});

describe.skipIf(names.length === 0)('pictures of seals in public files', () => {
  it('that are packages are drawn as their own first page', () => {
    const document = sample('02');
    const stamps = sealPictures(document);
    expect(stamps.map(({ image }) => image.mime)).toContain('application/ofd');
    const list = displayPage(document, 0, { stamps });
    const seal = list.items.find((item) => item.kind === 'group' && item.blend === 'multiply');
    expect(seal).toMatchObject({ items: [{ kind: 'group' }] });
    expect(list.findings.map(({ code }) => code)).not.toContain('stamp-unreadable');
  });

  it('of a riding seal are one strip on each page', () => {
    const stamps = sealPictures(sample('07'));
    expect(stamps.map(({ page }) => page)).toEqual([0, 1, 2, 3, 4]);
    expect(stamps.map(({ clip }) => clip?.widthMm)).toEqual([8, 8, 8, 8, 8]);
  });

  it('are of every raster type found in them', () => {
    const types = ['05', '06', '07', '08', '09'].flatMap((start) =>
      sealPictures(sample(start)).map(({ image }) => image.mime),
    );
    expect(new Set(types)).toEqual(new Set(['image/png', 'image/gif']));
  });
});
