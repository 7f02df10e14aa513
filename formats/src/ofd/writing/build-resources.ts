/** Res files and the files they name (GB/T 33190 7.9). */
import { serializeXml, type XmlElement, type ZipEntry } from '../../container/index.ts';
import { decimal, decimals } from '../../drawing/index.ts';
import type { ColorSpaceSpec, FontSpec, ImageSpec, MediaSpec, ResourceSpecs } from '../model/build-types.ts';
import { ofd, ofdText } from '../model/vocabulary.ts';
import { lineAttributes } from './build-graphic.ts';
import { buildObjects, type ObjectScope } from './build-objects.ts';
import { buildPaint } from './build-paint.ts';
import { assignIds, optionalId, type ResourceIds, resourceId } from './build-scope.ts';

const extensions: Readonly<Record<ImageSpec['format'], string>> = {
  PNG: 'png',
  JPEG: 'jpg',
  BMP: 'bmp',
  TIFF: 'tif',
  JBIG2: 'jb2',
  JPEG2000: 'jp2',
  GIF: 'gif',
};

/** Ids for all resources of a spec, in a fixed order. */
export function resourceIds(specs: ResourceSpecs, next: () => number): ResourceIds {
  return {
    fonts: assignIds(specs.fonts ?? [], next),
    images: assignIds(specs.images ?? [], next),
    media: assignIds(specs.media ?? [], next),
    colorSpaces: assignIds(specs.colorSpaces ?? [], next),
    drawParams: assignIds(specs.drawParams ?? [], next),
    composites: assignIds(specs.composites ?? [], next),
  };
}

/** Colour spaces and fonts: what GB/T 42133 wants in PublicRes; their files lie in `folder`. */
export function publicResources(specs: ResourceSpecs, folder: string, scope: ObjectScope): XmlElement[] {
  const { fonts = [], colorSpaces = [] } = specs;
  return [
    ...list(
      'ColorSpaces',
      colorSpaces.map((space) => colorSpace(space, folder, scope)),
    ),
    ...list(
      'Fonts',
      fonts.map((font) => fontElement(font, scope)),
    ),
  ];
}

/** Draw parameters, media and vector graphics: what GB/T 42133 wants in DocumentRes. */
export function documentResources(specs: ResourceSpecs, scope: ObjectScope): XmlElement[] {
  const { drawParams = [], images = [], media = [], composites = [] } = specs;
  const known = new Map<string, number | string>();
  return [
    ...list(
      'DrawParams',
      drawParams.map((param) => {
        const relative = param.relative === undefined ? undefined : known.get(param.relative);
        if (param.relative !== undefined && relative === undefined) {
          throw new RangeError(`expected an earlier draw parameter, found ${JSON.stringify(param.relative)}`);
        }
        const id = resourceId(scope, 'drawParams', param.key);
        known.set(param.key, id);
        return ofd('DrawParam', { ID: id, Relative: relative, ...lineAttributes(param, false) }, [
          param.fill && buildPaint('FillColor', param.fill, scope),
          param.stroke && buildPaint('StrokeColor', param.stroke, scope),
        ]);
      }),
    ),
    ...list('MultiMedias', [
      ...images.map((image) =>
        mediaElement(image.key, 'Image', image.format, imageFile(image, scope), scope),
      ),
      ...media.map((file) =>
        ofd(
          'MultiMedia',
          { ID: resourceId(scope, 'media', file.key), Type: file.type, Format: file.format },
          [ofdText('MediaFile', mediaFile(file, scope))],
        ),
      ),
    ]),
    ...list('CompositeGraphicUnits', composites.map(unitElement(scope))),
  ];
}

function unitElement(scope: ObjectScope) {
  const ids = new Map<string, number | string>();
  const inner = { ...scope, ids: { ...scope.ids, composites: ids }, placed: () => {} };
  return (unit: NonNullable<ResourceSpecs['composites']>[number]): XmlElement => {
    const id = resourceId(scope, 'composites', unit.key);
    const element = ofd(
      'CompositeGraphicUnit',
      { ID: id, Width: decimal(unit.widthMm), Height: decimal(unit.heightMm) },
      [
        referenced('Thumbnail', unit.thumbnail, scope),
        referenced('Substitution', unit.substitution, scope),
        ofd('Content', {}, buildObjects(unit.objects, inner)),
      ],
    );
    // only now: a unit that shows itself, or a later one, would never end
    ids.set(unit.key, id);
    return element;
  };
}

function referenced(name: string, key: string | undefined, scope: ObjectScope): XmlElement | undefined {
  const id = optionalId(scope, 'images', key);
  return id === undefined ? undefined : ofd(name, {}, [String(id)]);
}

function list(name: string, elements: readonly XmlElement[]): XmlElement[] {
  return elements.length > 0 ? [ofd(name, {}, elements)] : [];
}

function colorSpace(space: ColorSpaceSpec, folder: string, scope: ObjectScope): XmlElement {
  const palette = space.palette?.map((values) => ofd('CV', {}, [decimals(values)]));
  return ofd(
    'ColorSpace',
    {
      ID: resourceId(scope, 'colorSpaces', space.key),
      Type: space.type,
      BitsPerComponent: space.bitsPerComponent === 8 ? undefined : space.bitsPerComponent,
      // absolute: whether BaseLoc goes before a Profile is nowhere said
      Profile: space.profile && `/${folder}/${profileFile(space, scope)}`,
    },
    [palette && ofd('Palette', {}, palette)],
  );
}

function fontElement(font: FontSpec, scope: ObjectScope): XmlElement {
  return ofd(
    'Font',
    {
      ID: resourceId(scope, 'fonts', font.key),
      FontName: font.fontName,
      FamilyName: font.familyName,
      Bold: font.bold || undefined,
      Italic: font.italic || undefined,
      Serif: font.serif || undefined,
      FixedWidth: font.fixedWidth || undefined,
    },
    [font.file && ofdText('FontFile', fontFile(font, scope))],
  );
}

function mediaElement(
  key: string,
  type: string,
  format: string,
  file: string,
  scope: ObjectScope,
): XmlElement {
  return ofd('MultiMedia', { ID: resourceId(scope, 'images', key), Type: type, Format: format }, [
    ofdText('MediaFile', file),
  ]);
}

/** A Res file whose files lie in the folder `baseLoc` beside it; no entry when there is nothing to list. */
export function resourceEntry(name: string, content: readonly XmlElement[], baseLoc = 'Res'): ZipEntry[] {
  return content.length > 0 ? [{ name, bytes: serializeXml(ofd('Res', { BaseLoc: baseLoc }, content)) }] : [];
}

/** The files colour spaces and fonts name, in `folder`. */
export function publicFiles(specs: ResourceSpecs, folder: string, scope: ObjectScope): ZipEntry[] {
  return [
    ...(specs.colorSpaces ?? []).flatMap((space) =>
      space.profile ? [{ name: `${folder}/${profileFile(space, scope)}`, bytes: space.profile }] : [],
    ),
    ...(specs.fonts ?? []).flatMap((font) =>
      font.file ? [{ name: `${folder}/${fontFile(font, scope)}`, bytes: font.file.bytes }] : [],
    ),
  ];
}

/** The files media name, in `folder`. */
export function documentFiles(specs: ResourceSpecs, folder: string, scope: ObjectScope): ZipEntry[] {
  return [
    ...(specs.images ?? []).map((image) => ({
      name: `${folder}/${imageFile(image, scope)}`,
      bytes: image.bytes,
    })),
    ...(specs.media ?? []).map((file) => ({
      name: `${folder}/${mediaFile(file, scope)}`,
      bytes: file.bytes,
    })),
  ];
}

function profileFile(space: ColorSpaceSpec, scope: ObjectScope): string {
  return `profile_${resourceId(scope, 'colorSpaces', space.key)}.icc`;
}

function fontFile(font: FontSpec, scope: ObjectScope): string {
  return `font_${resourceId(scope, 'fonts', font.key)}.${font.file!.extension}`;
}

function imageFile(image: ImageSpec, scope: ObjectScope): string {
  return `image_${resourceId(scope, 'images', image.key)}.${extensions[image.format]}`;
}

function mediaFile(file: MediaSpec, scope: ObjectScope): string {
  return `media_${resourceId(scope, 'media', file.key)}.${safeExtension(file.format)}`;
}

/** A file extension out of free text: no user text becomes a path. */
export function safeExtension(format: string): string {
  return /^[A-Za-z0-9]{1,8}$/.test(format) ? format.toLowerCase() : 'bin';
}
