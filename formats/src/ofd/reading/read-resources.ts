/** Res files: colour spaces, draw parameters, fonts, multimedia, composite units (GB/T 33190 7.9). */
import { attr, child, children, childText, text, type XmlElement } from '../../container/index.ts';
import { mediaTypeOf } from '../../images/index.ts';
import type {
  ColorSpace,
  CompositeUnit,
  DrawParam,
  OfdFont,
  OfdMedia,
  Resources,
} from '../model/read-types.ts';
import { layered } from './layered-map.ts';
import type { Part } from './part.ts';
import type { ReadContext } from './read-context.ts';
import { partOf, readDrawSettings, readObjects } from './read-objects.ts';
import { attrText, readBoolean, readNumber, readWord } from './read-values.ts';
import { readComponents } from './solid-colors.ts';

/** No resources at all. */
export const noResources: Resources = {
  fonts: new Map(),
  media: new Map(),
  composites: new Map(),
  drawParams: new Map(),
  colorSpaces: new Map(),
};

/** The key `colorSpaces` keeps the document's default colour space (DefaultCS) under. */
const defaultSpace = '';

/**
 * The resources of several Res files over those of `base`; a later definition of an id wins. `defaultCs` is the id
 * of the colour space for colours that name none.
 */
export function readResources(
  entries: readonly (string | undefined)[],
  base: Resources,
  context: ReadContext,
  defaultCs?: string,
): Resources {
  const files = entries.flatMap((entry) => {
    const root = context.xml(entry);
    return root && entry !== undefined ? [{ entry, root }] : [];
  });
  if (files.length === 0) {
    return base;
  }
  const fonts = new Map<string, OfdFont>();
  const media = new Map<string, OfdMedia>();
  const composites = new Map<string, CompositeUnit>();
  const drawParams = new Map<string, DrawParam>();
  const ownSpaces = new Map<string, ColorSpace>();
  for (const { entry, root } of files) {
    each(root, 'ColorSpaces', 'ColorSpace', (element, id) =>
      ownSpaces.set(id, readColorSpace(element, entry, context)),
    );
  }
  const usual = ownSpaces.get(defaultCs ?? defaultSpace);
  if (usual) {
    ownSpaces.set(defaultSpace, usual);
  }
  const colorSpaces = layered(ownSpaces, base.colorSpaces);
  for (const { entry, root } of files) {
    const folder = attr(root, 'BaseLoc') ?? '';
    const part = partOf(entry, colorSpaces, context);
    each(root, 'DrawParams', 'DrawParam', (element, id) =>
      drawParams.set(id, readDrawParam(element, id, part)),
    );
    each(root, 'Fonts', 'Font', (element, id) =>
      fonts.set(id, readFont(element, id, entry, folder, context)),
    );
    each(root, 'MultiMedias', 'MultiMedia', (element, id) =>
      media.set(id, readMedia(element, id, entry, folder, context)),
    );
    each(root, 'CompositeGraphicUnits', 'CompositeGraphicUnit', (element, id) =>
      composites.set(id, readComposite(element, id, part)),
    );
  }
  return {
    fonts: layered(fonts, base.fonts),
    media: layered(media, base.media),
    composites: layered(composites, base.composites),
    drawParams: layered(drawParams, base.drawParams),
    colorSpaces,
  };
}

function each(
  root: XmlElement,
  list: string,
  name: string,
  take: (element: XmlElement, id: string) => void,
): void {
  for (const holder of children(root, list)) {
    for (const element of children(holder, name)) {
      take(element, attrText(element, 'ID'));
    }
  }
}

function readColorSpace(element: XmlElement, entry: string, context: ReadContext): ColorSpace {
  context.resolve(entry, attr(element, 'Profile'), '色彩配置文件');
  const palette = child(element, 'Palette');
  return {
    type: readWord(attr(element, 'Type'), ['GRAY', 'RGB', 'CMYK']) ?? 'RGB',
    bitsPerComponent: Math.min(Math.max(readNumber(attr(element, 'BitsPerComponent')) ?? 8, 1), 16),
    palette: palette ? children(palette, 'CV').map((value) => readComponents(text(value))) : [],
  };
}

function readDrawParam(element: XmlElement, id: string, part: Part): DrawParam {
  const relative = attr(element, 'Relative');
  return { id, ...(relative === undefined ? {} : { relative }), ...readDrawSettings(element, part) };
}

function readFont(
  element: XmlElement,
  id: string,
  entry: string,
  folder: string,
  context: ReadContext,
): OfdFont {
  const file = resolveInFolder(entry, folder, childText(element, 'FontFile'), '字体文件', context);
  const fontName = attrText(element, 'FontName');
  return {
    id,
    fontName,
    familyName: attr(element, 'FamilyName') ?? fontName,
    charset: attrText(element, 'Charset'),
    bold: readBoolean(attr(element, 'Bold'), false),
    italic: readBoolean(attr(element, 'Italic'), false),
    serif: readBoolean(attr(element, 'Serif'), false),
    fixedWidth: readBoolean(attr(element, 'FixedWidth'), false),
    ...(file === undefined ? {} : { entry: file }),
  };
}

function readMedia(
  element: XmlElement,
  id: string,
  entry: string,
  folder: string,
  context: ReadContext,
): OfdMedia {
  const file = resolveInFolder(entry, folder, childText(element, 'MediaFile'), '多媒体文件', context);
  const bytes = file === undefined ? undefined : context.entries.get(file);
  const mediaType = bytes && mediaTypeOf(bytes);
  return {
    id,
    type: attrText(element, 'Type'),
    format: attrText(element, 'Format'),
    ...(file === undefined ? {} : { entry: file }),
    ...(mediaType === undefined ? {} : { mediaType }),
  };
}

function readComposite(element: XmlElement, id: string, part: Part): CompositeUnit {
  const content = child(element, 'Content');
  const objects = part.context.later(() => (content ? readObjects(content, part) : []));
  return {
    id,
    widthMm: Math.max(readNumber(attr(element, 'Width')) ?? 0, 0),
    heightMm: Math.max(readNumber(attr(element, 'Height')) ?? 0, 0),
    get objects() {
      return objects();
    },
  };
}

/** Res/@BaseLoc is a prefix for the files it lists, unless the file's own path is absolute or already works. */
function resolveInFolder(
  entry: string,
  folder: string,
  loc: string | undefined,
  what: string,
  context: ReadContext,
): string | undefined {
  if (loc === undefined || loc === '') {
    return undefined;
  }
  const absolute = /^[/\\]/.test(loc);
  const prefixed = absolute || folder === '' ? loc : `${folder.replace(/[/\\]+$/, '')}/${loc}`;
  const plain = context.find(entry, prefixed) === undefined && context.find(entry, loc) !== undefined;
  return context.resolve(entry, plain ? loc : prefixed, what);
}
