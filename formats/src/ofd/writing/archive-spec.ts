/** A spec made fit for OFD-A before it is written (GB/T 42133-2022): what the archive does not take is refused. */
import type {
  ActionSpec,
  AnnotationSpec,
  OfdSpec,
  OutlineSpec,
  PageObjectSpec,
  PageSpec,
} from '../model/build-types.ts';
import { objectBox, roundOut, type UnitSizes } from './object-boxes.ts';

/**
 * Jumps of objects become links, annotations are fixed in place. Throws `RangeError` for permissions, preferences,
 * extensions, sound and film, GIF pictures and actions that leave the document: leave them out for an OFD-A.
 */
export function archiveSpec(spec: OfdSpec): OfdSpec {
  refuse(spec.permissions !== undefined, '权限声明');
  refuse(spec.viewPreferences !== undefined, '视图首选项');
  refuse((spec.extensions ?? []).length > 0, '扩展信息');
  refuse((spec.media ?? []).length > 0, '音频和视频');
  refuse(
    (spec.images ?? []).some(({ format }) => format === 'GIF'),
    'GIF 图像',
  );
  refuseActions(spec.actions);
  (spec.outlines ?? []).forEach(refuseOutline);
  const units: UnitSizes = new Map((spec.composites ?? []).map((unit) => [unit.key, unit]));
  const date = spec.modDate ?? spec.creationDate ?? '1970-01-01';
  return { ...spec, pages: spec.pages.map((page) => archivePage(page, units, date)) };
}

function refuse(found: boolean, what: string): void {
  if (found) {
    throw new RangeError(`OFD-A 不含${what}`);
  }
}

function refuseActions(actions: readonly ActionSpec[] | undefined): void {
  refuse(
    (actions ?? []).some(({ kind }) => kind !== 'goto'),
    '跳转以外的动作',
  );
}

function refuseOutline(outline: OutlineSpec): void {
  refuseActions(outline.actions);
  (outline.children ?? []).forEach(refuseOutline);
}

function archivePage(page: PageSpec, units: UnitSizes, date: string): PageSpec {
  refuseActions(page.actions);
  const links: AnnotationSpec[] = [];
  const plain = (objects: readonly PageObjectSpec[]): PageObjectSpec[] =>
    objects.map((object) => {
      if (object.kind === 'group') {
        return { ...object, objects: plain(object.objects) };
      }
      const { actions, ...rest } = object;
      refuseActions(actions);
      if (actions && actions.length > 0) {
        const boundary = roundOut(objectBox(object, units));
        links.push({ type: 'Link', creator: '', lastModDate: date, boundary, actions });
      }
      return rest;
    });
  const { background, foreground, layers } = page;
  const content = {
    objects: plain(page.objects),
    ...(background ? { background: plain(background) } : {}),
    ...(foreground ? { foreground: plain(foreground) } : {}),
    ...(layers ? { layers: layers.map((layer) => ({ ...layer, objects: plain(layer.objects) })) } : {}),
  };
  const annotations = [...(page.annotations ?? []), ...links];
  return { ...page, ...content, annotations: annotations.map(archiveAnnotation) };
}

function archiveAnnotation(annotation: AnnotationSpec): AnnotationSpec {
  refuseActions(annotation.actions);
  const objects = (annotation.objects ?? []).flatMap(flat);
  return { ...annotation, objects, readOnly: true, noZoom: true, noRotate: true };
}

/** An appearance holds no blocks. */
function flat(object: PageObjectSpec): PageObjectSpec[] {
  if (object.kind !== 'group') {
    refuseActions(object.actions);
    return [object];
  }
  const { clips } = object;
  return object.objects
    .flatMap(flat)
    .map((inner) => (clips ? { ...inner, clips: [...clips, ...(inner.clips ?? [])] } : inner));
}
