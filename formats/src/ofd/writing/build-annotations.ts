/** Annotations of a page (GB/T 33190 clause 15). */
import { type XmlElement, xmlText } from '../../container/index.ts';
import { boxAround, corners, decimals } from '../../drawing/index.ts';
import type { AnnotationSpec, PageObjectSpec } from '../model/build-types.ts';
import { ofd, ofdText } from '../model/vocabulary.ts';
import { buildObjects, type ObjectScope } from './build-objects.ts';
import { objectBox, roundOut } from './object-boxes.ts';

/** The PageAnnot element of one page's annotation file. */
export function buildPageAnnotations(annotations: readonly AnnotationSpec[], scope: ObjectScope): XmlElement {
  return ofd(
    'PageAnnot',
    {},
    annotations.map((annotation) => buildAnnotation(annotation, scope)),
  );
}

/** One Annot; its objects are written relative to the appearance's corner. */
export function buildAnnotation(spec: AnnotationSpec, scope: ObjectScope): XmlElement {
  const objects = objectsOf(spec);
  const box =
    spec.boundary ?? boxAround(objects.flatMap((o) => corners(objectBox(o, scope.units ?? new Map()))));
  const boundary = roundOut(box);
  const inner: ObjectScope = { ...scope, origin: [boundary.xMm, boundary.yMm] };
  const parameters = (spec.parameters ?? []).map(({ name, value }) =>
    ofd('Parameter', { Name: name }, [xmlText(value)]),
  );
  return ofd(
    'Annot',
    {
      ID: scope.next(),
      Type: spec.type,
      Creator: spec.creator,
      LastModDate: spec.lastModDate,
      Visible: unlessDefault(spec.visible, true),
      Subtype: spec.subtype,
      Print: unlessDefault(spec.print, true),
      NoZoom: unlessDefault(spec.noZoom, false),
      NoRotate: unlessDefault(spec.noRotate, false),
      ReadOnly: unlessDefault(spec.readOnly, true),
    },
    [
      ofdText('Remark', spec.remark),
      parameters.length > 0 ? ofd('Parameters', {}, parameters) : undefined,
      ofd(
        'Appearance',
        { Boundary: decimals([boundary.xMm, boundary.yMm, boundary.widthMm, boundary.heightMm]) },
        buildObjects(objects, inner),
      ),
    ],
  );
}

/** A flag is written when it is given and not the default; archives want all three written out. */
function unlessDefault(value: boolean | undefined, otherwise: boolean): boolean | undefined {
  return value === otherwise ? undefined : value;
}

/** The actions of a Link hang on an invisible rectangle, the way readers in the field look for them. */
function objectsOf(spec: AnnotationSpec): readonly PageObjectSpec[] {
  const objects = spec.objects ?? [];
  if (!spec.actions?.length) {
    if (objects.length === 0 && !spec.boundary) {
      throw new RangeError('expected an annotation with objects or a boundary');
    }
    return objects;
  }
  const box = spec.boundary ?? boxAround(objects.flatMap((o) => corners(objectBox(o, new Map()))));
  const [first, ...rest] = corners(box) as [[number, number], ...[number, number][]];
  const area: PageObjectSpec = {
    kind: 'path',
    segments: [['M', ...first], ...rest.map((point) => ['L', ...point] as const), ['C']],
    boundary: box,
    visible: false,
    actions: spec.actions,
  };
  return [...objects, area];
}
