/** Template pages (GB/T 33190 7.5): drawn below or above a page; some producers let templates use templates. */
import { attr, child, children, type XmlElement } from '../../container/index.ts';
import type { LayerType, OfdPage, OfdTemplate, Resources } from '../model/read-types.ts';
import { readArea, readPageResources } from './read-area.ts';
import type { ReadContext } from './read-context.ts';
import { partOf, readLayers } from './read-objects.ts';
import { attrText, readWord } from './read-values.ts';

const mostTemplates = 2000;
const mostUses = 64;
const zOrders: readonly LayerType[] = ['Background', 'Body', 'Foreground'];

/** The templates of a document by id, each with the templates it uses itself. */
export type TemplateList = ReadonlyMap<string, { template: OfdTemplate; uses: () => readonly XmlElement[] }>;

/** CommonData's TemplatePages; each one's entry counts as reached even when no page uses it. */
export function readTemplates(
  commonData: XmlElement | undefined,
  holder: string,
  resources: Resources,
  context: ReadContext,
): TemplateList {
  const elements = commonData ? children(commonData, 'TemplatePage') : [];
  if (elements.length > mostTemplates) {
    context.note('too-many-templates', 'error', holder, '模板页过多，其余未读取', `${elements.length}`);
  }
  const templates = new Map<string, { template: OfdTemplate; uses: () => readonly XmlElement[] }>();
  for (const element of elements.slice(0, mostTemplates)) {
    const entry = context.resolve(holder, attr(element, 'BaseLoc'), '模板页');
    const id = attrText(element, 'ID');
    if (entry !== undefined && !templates.has(id)) {
      templates.set(id, readTemplate(element, id, entry, resources, context));
    }
  }
  return templates;
}

function readTemplate(element: XmlElement, id: string, entry: string, base: Resources, context: ReadContext) {
  const head = context.later(() => {
    const root = context.xml(entry);
    const area = readArea(root && child(root, 'Area'));
    return {
      area,
      uses: root ? children(root, 'Template') : [],
      resources: readPageResources(root, entry, base, context),
    };
  });
  const layers = context.later(() => {
    const root = context.xml(entry);
    return readLayers(root && child(root, 'Content'), partOf(entry, head().resources.colorSpaces, context));
  });
  const template: OfdTemplate = {
    id,
    name: attrText(element, 'Name'),
    zOrder: readWord(attr(element, 'ZOrder'), zOrders) ?? 'Background',
    entry,
    get area() {
      return head().area;
    },
    get layers() {
      return layers();
    },
    get resources() {
      return head().resources;
    },
  };
  return { template, uses: () => head().uses };
}

/** The templates a page uses, in order; one that a template uses lies right below it. A ring ends where it closes. */
export function useTemplates(
  page: XmlElement,
  place: string,
  templates: TemplateList,
  context: ReadContext,
): OfdPage['templates'] {
  const used: { template: OfdTemplate; zOrder: LayerType }[] = [];
  const visit = (elements: readonly XmlElement[], open: readonly string[], outer?: LayerType): void => {
    for (const use of elements) {
      const id = attr(use, 'TemplateID') ?? '';
      const found = templates.get(id);
      if (!found) {
        context.note('missing-template', 'warning', place, '页面引用的模板不存在', id);
      } else if (open.includes(id) || used.length >= mostUses) {
        context.note('template-ring', 'warning', place, '模板互相引用或过多，其余未采用', id);
      } else {
        const zOrder = outer ?? readWord(attr(use, 'ZOrder'), zOrders) ?? found.template.zOrder;
        visit(found.uses(), [...open, id], zOrder);
        used.push({ template: found.template, zOrder });
      }
    }
  };
  visit(children(page, 'Template').slice(0, mostUses), []);
  return used;
}
