/** Page objects and blocks from their specs (GB/T 33190 clauses 7.7, 9–13). */
import type { XmlElement } from '../../container/index.ts';
import { decimal, decimals } from '../../drawing/index.ts';
import type {
  CompositeObjectSpec,
  GroupSpec,
  ImageBorderSpec,
  ImageObjectSpec,
  PageObjectSpec,
  PathObjectSpec,
  TextObjectSpec,
} from '../model/build-types.ts';
import { ofd } from '../model/vocabulary.ts';
import { graphicAttributes, graphicChildren, lineAttributes } from './build-graphic.ts';
import { buildPaint, type DataShift } from './build-paint.ts';
import { type BuildScope, type InnerWriters, optionalId, resourceId } from './build-scope.ts';
import { buildText } from './build-text.ts';
import { objectBox, roundOut, type UnitSizes } from './object-boxes.ts';
import { abbreviatedData } from './path-data.ts';

/** A scope whose composite units' sizes are known, so that objects showing them get their boundary. */
export type ObjectScope = BuildScope & { readonly units?: UnitSizes };

/** What a `BuildScope` needs to write objects inside objects. */
export const innerWriters: InnerWriters = {
  objects: buildObjects,
  clipText: (spec, scope) => buildText('Text', spec, undefined, scope),
};

/** The elements for a list of specs (a text spec with glyph ids is split by run). */
export function buildObjects(specs: readonly PageObjectSpec[], scope: ObjectScope): XmlElement[] {
  return specs.flatMap((spec) =>
    spec.kind === 'group'
      ? [buildBlock(spec, scope)]
      : (spec.kind === 'text' ? splitRuns(spec) : [spec]).map((part) => {
          const id = scope.next();
          if (spec.tag !== undefined || spec.label !== undefined) {
            scope.placed({ objectId: id, tag: spec.tag, label: spec.label });
          }
          return buildObject(part, id, scope);
        }),
  );
}

function buildObject(spec: Exclude<PageObjectSpec, GroupSpec>, id: number, scope: ObjectScope): XmlElement {
  switch (spec.kind) {
    case 'text':
      return buildText('TextObject', spec, id, scope);
    case 'path':
      return buildPath(spec, id, scope);
    case 'image':
      return buildImage(spec, id, scope);
    case 'composite':
      return buildComposite(spec, id, scope);
  }
}

/** Clips and tag go down to the objects: a block can hold neither. */
function buildBlock(spec: GroupSpec, scope: ObjectScope): XmlElement {
  const { clips, tag } = spec;
  const id = scope.next();
  if (spec.label !== undefined) {
    scope.placed({ objectId: id, label: spec.label });
  }
  const objects = spec.objects.map((object) => ({
    ...object,
    ...(clips ? { clips: [...clips, ...(object.clips ?? [])] } : {}),
    ...(tag === undefined || object.tag !== undefined ? {} : { tag }),
  }));
  return ofd('PageBlock', { ID: id }, buildObjects(objects, scope));
}

/** Readers disagree on whether CodePosition counts through several TextCodes, so each gets its own TextObject. */
function splitRuns(spec: TextObjectSpec): TextObjectSpec[] {
  return spec.runs.some((run) => run.glyphs || run.transforms)
    ? spec.runs.map((run) => ({ ...spec, runs: [run] }))
    : [spec];
}

function buildPath(spec: PathObjectSpec, id: number, scope: BuildScope): XmlElement {
  const boundary = roundOut(objectBox(spec, new Map()));
  const shift: DataShift = spec.ctm ? [0, 0] : [boundary.xMm, boundary.yMm];
  const paint = (name: string, given: PathObjectSpec['fill']): XmlElement | undefined =>
    given === undefined || given === 'inherit' ? undefined : buildPaint(name, given, scope, shift);
  return ofd(
    'PathObject',
    {
      ...graphicAttributes(id, boundary, spec, scope),
      Stroke: spec.stroke ? undefined : false,
      Fill: spec.fill ? true : undefined,
      Rule: spec.rule === 'Even-Odd' ? 'Even-Odd' : undefined,
      ...lineAttributes(spec, spec.stroke !== undefined && spec.drawParam === undefined),
    },
    [
      ...graphicChildren(spec, boundary, scope),
      paint('StrokeColor', spec.stroke),
      paint('FillColor', spec.fill),
      ofd('AbbreviatedData', {}, [abbreviatedData(spec.segments, shift[0], shift[1])]),
    ],
  );
}

function buildImage(spec: ImageObjectSpec, id: number, scope: BuildScope): XmlElement {
  const boundary = roundOut(objectBox(spec, new Map()));
  return ofd(
    'ImageObject',
    {
      ...graphicAttributes(id, boundary, spec, scope),
      ResourceID: resourceId(scope, 'images', spec.image),
      Substitution: optionalId(scope, 'images', spec.substitution),
      ImageMask: optionalId(scope, 'images', spec.mask),
    },
    [...graphicChildren(spec, boundary, scope), spec.border && buildBorder(spec.border, scope)],
  );
}

/** `HorizonalCornerRadius` is how the standard's schema spells it (table 43). */
function buildBorder(border: ImageBorderSpec, scope: BuildScope): XmlElement {
  const mm = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : decimal(value);
  return ofd(
    'Border',
    {
      LineWidth: mm(border.lineWidthMm),
      HorizonalCornerRadius: mm(border.horizontalRadiusMm),
      VerticalCornerRadius: mm(border.verticalRadiusMm),
      DashOffset: mm(border.dash?.offsetMm),
      DashPattern: border.dash && decimals(border.dash.patternMm),
    },
    [border.color && buildPaint('BorderColor', border.color, scope)],
  );
}

function buildComposite(spec: CompositeObjectSpec, id: number, scope: ObjectScope): XmlElement {
  const ResourceID = resourceId(scope, 'composites', spec.unit);
  const boundary = roundOut(objectBox(spec, scope.units ?? new Map()));
  return ofd(
    'CompositeObject',
    { ...graphicAttributes(id, boundary, spec, scope), ResourceID },
    graphicChildren(spec, boundary, scope),
  );
}
