/** Rules about resources (GB/T 42133 6.2.6, 6.3.1). */
import { attr, children, childText } from '../../container/index.ts';
import { mediaTypeOf } from '../../images/index.ts';
import type { ArchiveParts, ResourcePart } from './archive-parts.ts';
import type { ArchiveNotes } from './archive-rules.ts';
import { fontFaults, fontUses, isSubset } from './font-use.ts';

/** Media types of the six permitted formats. */
export const archiveImages: readonly string[] = [
  'image/bmp',
  'image/jpeg',
  'image/png',
  'image/jbig2',
  'image/jp2',
  'image/tiff',
];

/** The lists a kind of Res file may hold. */
export const placeOfList: Readonly<Record<string, readonly ResourcePart['kind'][]>> = {
  ColorSpaces: ['PublicRes'],
  Fonts: ['PublicRes'],
  DrawParams: ['DocumentRes', 'PageRes'],
  MultiMedias: ['DocumentRes', 'PageRes'],
  CompositeGraphicUnits: ['DocumentRes', 'PageRes'],
};

/** Where resources stand, and what pictures and colour spaces are. */
export function checkResources(part: ResourcePart, parts: ArchiveParts, notes: ArchiveNotes): void {
  const { entry, root, kind } = part;
  for (const list of children(root)) {
    const allowed = placeOfList[list.name];
    if (allowed && !allowed.includes(kind) && children(list).length > 0) {
      notes.note('archive-resource-place', entry, list.name);
    }
  }
  for (const space of children(root, 'ColorSpaces').flatMap((list) => children(list, 'ColorSpace'))) {
    parts.fileOf(part, attr(space, 'Profile'));
    if (!/^(gray|rgb|cmyk)$/i.test(attr(space, 'Type') ?? '')) {
      notes.note('archive-color-space', `${entry}#${attr(space, 'ID')}`, attr(space, 'Type'));
    }
  }
  for (const media of children(root, 'MultiMedias').flatMap((list) => children(list, 'MultiMedia'))) {
    const place = `${entry}#${attr(media, 'ID')}`;
    const file = parts.fileOf(part, childText(media, 'MediaFile'));
    if (!/^image$/i.test(attr(media, 'Type') ?? '')) {
      notes.note('archive-audio-video', place, attr(media, 'Type'));
      continue;
    }
    const bytes = file === undefined ? undefined : parts.document.entries.get(file);
    const type = bytes && mediaTypeOf(bytes);
    if (bytes && !archiveImages.includes(type ?? '')) {
      notes.note('archive-image-format', place, type ?? attr(media, 'Format'));
    }
    const extra = children(media).find(({ namespace }) => namespace !== root.namespace);
    if (extra) {
      notes.note('archive-image-extension', place, extra.name);
    }
  }
}

/** Every font that is used: embedded, a subset, with the standard's tables and all its glyphs. */
export function checkFonts(parts: ArchiveParts, notes: ArchiveNotes): void {
  const uses = fontUses(parts);
  for (const part of parts.resources) {
    for (const font of children(part.root, 'Fonts').flatMap((list) => children(list, 'Font'))) {
      const id = attr(font, 'ID') ?? '';
      const place = `${part.entry}#${id}`;
      const file = parts.fileOf(part, childText(font, 'FontFile'));
      const use = uses.get(id);
      if (!use) {
        continue;
      }
      if (file === undefined) {
        notes.note('archive-font-missing', place, attr(font, 'FontName'));
        continue;
      }
      const faults = fontFaults(parts.document.entries.get(file)!, use);
      if (faults.tables.length > 0) {
        notes.note('archive-font-tables', place, faults.tables.join(' '));
      }
      if (faults.missing.length > 0) {
        notes.note('archive-glyph-missing', place, faults.missing.slice(0, 20).join(' '));
      }
      if (!isSubset(faults)) {
        notes.note('archive-font-not-subset', place, `${faults.drawn} / ${faults.used}`);
      }
    }
  }
}
