/** Resources moved to where the archive wants them, pictures in permitted formats, no sound or film (6.2.6). */
import { attr, child, children, childText, type XmlElement } from '../../container/index.ts';
import { mediaTypeOf, pngOfRaster, readRaster } from '../../images/index.ts';
import { parentFolder } from '../model/package-paths.ts';
import type { ArchiveParts, ResourcePart } from './archive-parts.ts';
import { archiveImages, placeOfList } from './check-resources.ts';
import { beside, insertOrdered, removeChildren, setAttribute, setText } from './tree-edits.ts';

const commonOrder = ['MaxUnitID', 'PageArea', 'PublicRes', 'DocumentRes', 'TemplatePage', 'DefaultCS'];
const listOrder = ['ColorSpaces', 'DrawParams', 'Fonts', 'MultiMedias', 'CompositeGraphicUnits'];

/** New bytes by entry name. */
export type NewFiles = Map<string, Uint8Array>;

/** Moves lists that stand in the wrong kind of Res file; locations become absolute, so that files can stay. */
export function moveResources(parts: ArchiveParts): void {
  for (const part of [...parts.resources]) {
    for (const list of children(part.root)) {
      const allowed = placeOfList[list.name];
      if (!allowed || allowed.includes(part.kind) || children(list).length === 0) {
        continue;
      }
      for (const item of children(list)) {
        absoluteLocation(item, part, parts);
      }
      const target = resourcePart(parts, allowed[0]!);
      const home = child(target.root, list.name) ?? beside(target.root, list.name);
      if (!target.root.children.includes(home)) {
        insertOrdered(target.root, home, listOrder);
      }
      home.children.push(...children(list));
      removeChildren(part.root, (item) => item === list);
      parts.touch(part.entry);
      parts.touch(target.entry);
    }
  }
}

function absoluteLocation(item: XmlElement, part: ResourcePart, parts: ArchiveParts): void {
  for (const name of ['FontFile', 'MediaFile']) {
    const location = child(item, name);
    const file = location && parts.fileOf(part, childText(item, name));
    if (location && file !== undefined) {
      setText(location, `/${file}`);
    }
  }
  const profile = parts.fileOf(part, attr(item, 'Profile'));
  if (profile !== undefined) {
    setAttribute(item, 'Profile', `/${profile}`);
  }
}

/** The first Res file of a kind; a new one when there is none. */
export function resourcePart(parts: ArchiveParts, kind: ResourcePart['kind']): ResourcePart {
  const known = parts.resources.find((part) => part.kind === kind);
  const common = parts.root && child(parts.root, 'CommonData');
  if (known || !parts.root || !common) {
    return known ?? fail();
  }
  const folder = parentFolder(parts.rootEntry);
  const base = folder === '' ? '' : `${folder}/`;
  let entry = `${base}${kind}.xml`;
  for (let number = 1; parts.has(entry); number++) {
    entry = `${base}${kind}_${number}.xml`;
  }
  const part: ResourcePart = { entry, root: beside(parts.root, 'Res'), kind };
  parts.add(entry, part.root);
  parts.resources.push(part);
  insertOrdered(common, beside(common, kind, {}, [`/${entry}`]), commonOrder);
  parts.touch(parts.rootEntry);
  return part;
}

function fail(): never {
  throw new RangeError('expected a Document.xml with CommonData');
}

/** Pictures in other formats are written as PNG; `undefined` from `transcode` leaves one as it is. */
export async function fixMedia(
  parts: ArchiveParts,
  files: NewFiles,
  transcode: (bytes: Uint8Array) => Promise<Uint8Array | undefined>,
): Promise<string[]> {
  const removed: string[] = [];
  for (const part of parts.resources) {
    for (const list of children(part.root, 'MultiMedias')) {
      for (const media of children(list, 'MultiMedia')) {
        const file = parts.fileOf(part, childText(media, 'MediaFile'));
        if (!/^image$/i.test(attr(media, 'Type') ?? '')) {
          removed.push(`${attr(media, 'Type')} ${childText(media, 'MediaFile') ?? ''}`);
          removeChildren(list, (item) => item === media);
          parts.touch(part.entry);
          continue;
        }
        if (removeChildren(media, ({ namespace }) => namespace !== part.root.namespace)) {
          parts.touch(part.entry);
        }
        const bytes = file === undefined ? undefined : parts.document.entries.get(file);
        if (!bytes || file === undefined || archiveImages.includes(mediaTypeOf(bytes) ?? '')) {
          continue;
        }
        const png = await transcode(bytes);
        const location = child(media, 'MediaFile');
        if (png && location) {
          const name = freeFile(parts, files, file.replace(/\.[^./]*$/, ''), 'png');
          files.set(name, png);
          setText(location, `/${name}`);
          setAttribute(media, 'Format', 'PNG');
          parts.touch(part.entry);
        }
      }
    }
  }
  return removed;
}

/** Any picture the reader knows, as PNG. */
export async function toPng(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    return pngOfRaster(await readRaster(bytes));
  } catch {
    // a picture nobody can read stays what it is; the checker names it
    return undefined;
  }
}

/** A name nothing has. */
export function freeFile(parts: ArchiveParts, files: NewFiles, stem: string, extension: string): string {
  for (let number = 0; ; number++) {
    const name = `${stem}${number === 0 ? '' : `_${number}`}.${extension}`;
    if (!parts.has(name) && !files.has(name)) {
      return name;
    }
  }
}
