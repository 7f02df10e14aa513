/** Template pages and pages with their own resources, layers and annotations (GB/T 33190 7.5–7.7, 15). */

import { attr, child, children, childText, text, type XmlElement } from '../../container/index.ts';
import type { BoxMm } from '../../drawing/index.ts';
import type { LayerType, OfdAnnotation, OfdPage, OfdTemplate, Resources } from '../model/read-types.ts';
import { readActions } from './read-actions.ts';
import type { ReadContext } from './read-context.ts';
import { partOf, readLayers, readObjects } from './read-objects.ts';
import { readResources } from './read-resources.ts';
import { attrText, readBoolean, readBox, readWord } from './read-values.ts';

const mostPages = 5000;
const a4: BoxMm = { xMm: 0, yMm: 0, widthMm: 210, heightMm: 297 };
const zOrders: readonly LayerType[] = ['Background', 'Body', 'Foreground'];

/** What the pages of one document share. */
export type PageSurroundings = {
  readonly doc: number;
  /** Document.xml's entry. */
  readonly holder: string;
  readonly resources: Resources;
  readonly area?: BoxMm;
};

/** CommonData's TemplatePages; each one's entry counts as reached even when no page uses it. */
export function readTemplates(
  commonData: XmlElement | undefined,
  around: PageSurroundings,
  context: ReadContext,
): OfdTemplate[] {
  return (commonData ? children(commonData, 'TemplatePage') : []).flatMap((element) => {
    const entry = context.resolve(around.holder, attr(element, 'BaseLoc'), '模板页');
    const root = context.xml(entry);
    if (!root || entry === undefined) {
      return [];
    }
    const resources = pageResources(root, entry, around.resources, context);
    const area = readArea(child(root, 'Area'));
    return [
      {
        id: attrText(element, 'ID'),
        name: attrText(element, 'Name'),
        zOrder: readWord(attr(element, 'ZOrder'), zOrders) ?? 'Background',
        entry,
        ...(area ? { area } : {}),
        layers: readLayers(child(root, 'Content'), partOf(entry, resources.colorSpaces, context)),
        resources,
      },
    ];
  });
}

/** The pages of Document.xml, in order; a page whose file is missing or broken is an empty page with a finding. */
export function readPages(
  document: XmlElement,
  templates: readonly OfdTemplate[],
  annotations: ReadonlyMap<string, readonly string[]>,
  around: PageSurroundings,
  context: ReadContext,
): OfdPage[] {
  const list = child(document, 'Pages');
  const elements = list ? children(list, 'Page') : [];
  if (elements.length > mostPages) {
    context.note('too-many-pages', 'error', around.holder, '页数过多，其余未读取', `${elements.length}`);
  }
  const parts = new Map<string, PagePart>();
  return elements.slice(0, mostPages).map((element) => {
    const id = attrText(element, 'ID');
    const entry = context.resolve(around.holder, attr(element, 'BaseLoc'), '页面') ?? '';
    const part = parts.get(entry) ?? readPart(entry, templates, around, context);
    parts.set(entry, part);
    return {
      id,
      doc: around.doc,
      entry,
      ...part,
      annotations: (annotations.get(id) ?? []).flatMap((file) =>
        readPageAnnotations(file, part.resources, context),
      ),
    };
  });
}

/** What a page's own file says; read once even when many pages name the same file. */
type PagePart = Pick<OfdPage, 'area' | 'templates' | 'layers' | 'actions' | 'resources'>;

function readPart(
  entry: string,
  templates: readonly OfdTemplate[],
  around: PageSurroundings,
  context: ReadContext,
): PagePart {
  const root = context.xml(entry === '' ? undefined : entry);
  const resources = root ? pageResources(root, entry, around.resources, context) : around.resources;
  const used = root
    ? children(root, 'Template').flatMap((use) => useTemplate(use, templates, entry, context))
    : [];
  const inherited = used.find((use) => use.template.area)?.template.area;
  return {
    area: (root && readArea(child(root, 'Area'))) ?? inherited ?? around.area ?? a4,
    templates: used,
    layers: readLayers(root && child(root, 'Content'), partOf(entry, resources.colorSpaces, context)),
    actions: root ? readActions(root) : [],
    resources,
  };
}

/** PhysicalBox of an Area or PageArea; an empty or monstrous one counts as absent. */
export function readArea(area: XmlElement | undefined): BoxMm | undefined {
  const box = area && readBox(childText(area, 'PhysicalBox'));
  return box && box.widthMm > 0 && box.heightMm > 0 && box.widthMm < 1e5 && box.heightMm < 1e5
    ? box
    : undefined;
}

/** Annotations.xml: annotation files by page id. */
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

function readPageAnnotations(entry: string, resources: Resources, context: ReadContext): OfdAnnotation[] {
  const root = context.xml(entry);
  return (root ? children(root, 'Annot') : []).map((annot) => {
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
      objects: appearance ? readObjects(appearance, partOf(entry, resources.colorSpaces, context)) : [],
    };
  });
}

function pageResources(root: XmlElement, entry: string, base: Resources, context: ReadContext): Resources {
  const files = children(root, 'PageRes').map((file) => context.resolve(entry, text(file), '页面资源'));
  return files.length > 0 ? readResources(files, base, context) : base;
}

function useTemplate(
  use: XmlElement,
  templates: readonly OfdTemplate[],
  place: string,
  context: ReadContext,
) {
  const id = attr(use, 'TemplateID');
  const template = templates.find((candidate) => candidate.id === id);
  if (!template) {
    context.note('missing-template', 'warning', place, '页面引用的模板不存在', id ?? '');
    return [];
  }
  return [{ template, zOrder: readWord(attr(use, 'ZOrder'), zOrders) ?? template.zOrder }];
}
