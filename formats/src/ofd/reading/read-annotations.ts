/** Annotations.xml and the annotation files of pages (GB/T 33190 clause 15). */
import { attr, child, children, childText, text } from '../../container/index.ts';
import type { OfdAnnotation, Resources } from '../model/read-types.ts';
import { readActions } from './read-actions.ts';
import type { ReadContext } from './read-context.ts';
import { partOf, readObjects } from './read-objects.ts';
import { attrText, readBoolean, readBox } from './read-values.ts';

const mostAnnotations = 20_000;

/** Annotation files by page id. */
export function readAnnotationList(entry: string | undefined, context: ReadContext): Map<string, string[]> {
  const files = new Map<string, string[]>();
  const root = context.xml(entry);
  for (const page of root ? children(root, 'Page') : []) {
    const file = context.resolve(entry!, childText(page, 'FileLoc'), '注释');
    const id = attrText(page, 'PageID');
    if (file !== undefined) {
      files.set(id, [...(files.get(id) ?? []), file]);
    }
  }
  return files;
}

/** The annotations of one file, in order. */
export function readPageAnnotations(
  entry: string,
  resources: Resources,
  context: ReadContext,
): OfdAnnotation[] {
  const root = context.xml(entry);
  const elements = root ? children(root, 'Annot') : [];
  if (elements.length > mostAnnotations) {
    context.note('too-many-annotations', 'error', entry, '注释过多，其余未读取', `${elements.length}`);
  }
  const part = partOf(entry, resources.colorSpaces, context);
  const admitted = elements.slice(0, mostAnnotations).filter(() => context.admitObject());
  return admitted.map((annot) => {
    const appearance = child(annot, 'Appearance');
    const boundary = appearance && readBox(attr(appearance, 'Boundary'));
    const parameters = child(annot, 'Parameters');
    return {
      id: attrText(annot, 'ID'),
      type: attrText(annot, 'Type'),
      subtype: attrText(annot, 'Subtype'),
      creator: attrText(annot, 'Creator'),
      lastModDate: attrText(annot, 'LastModDate'),
      visible: readBoolean(attr(annot, 'Visible'), true),
      print: readBoolean(attr(annot, 'Print'), true),
      noZoom: readBoolean(attr(annot, 'NoZoom'), false),
      noRotate: readBoolean(attr(annot, 'NoRotate'), false),
      readOnly: readBoolean(attr(annot, 'ReadOnly'), true),
      remark: childText(annot, 'Remark') ?? '',
      parameters: (parameters ? children(parameters, 'Parameter') : []).map((p) => ({
        name: attrText(p, 'Name'),
        value: text(p),
      })),
      actions: readActions(annot),
      ...(boundary ? { boundary } : {}),
      objects: appearance ? readObjects(appearance, part) : [],
    };
  });
}
