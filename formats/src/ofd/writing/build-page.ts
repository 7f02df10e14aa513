/** Page and template files: areas, layers, template use, page actions (GB/T 33190 7.5–7.7). */
import type { XmlElement } from '../../container/index.ts';
import { type BoxMm, decimals } from '../../drawing/index.ts';
import type { PageContentSpec, PageObjectSpec, PageSpec, TemplateSpec } from '../model/build-types.ts';
import { ofd } from '../model/vocabulary.ts';
import { buildActions } from './build-actions.ts';
import { buildObjects, type ObjectScope } from './build-objects.ts';
import { optionalId } from './build-scope.ts';

/** The Page element of a page's own file. `templates` holds the ids of templates by key. */
export function buildPage(
  page: PageSpec,
  scope: ObjectScope,
  templates: ReadonlyMap<string, number | string>,
): XmlElement {
  const uses = (page.templates ?? []).map((use) => {
    const { template, zOrder } = typeof use === 'string' ? { template: use, zOrder: undefined } : use;
    const id = templates.get(template);
    if (id === undefined) {
      throw new RangeError(`no template with key ${JSON.stringify(template)}`);
    }
    return ofd('Template', { TemplateID: id, ZOrder: zOrder });
  });
  return ofd('Page', {}, [
    ...uses,
    buildArea('Area', page),
    ofd('Content', {}, buildLayers(page, scope)),
    buildActions(page.actions, scope, 'PO'),
  ]);
}

/** The Page element of a template's file. */
export function buildTemplate(template: TemplateSpec, scope: ObjectScope): XmlElement {
  const { widthMm, heightMm } = template;
  const area =
    widthMm === undefined || heightMm === undefined ? undefined : buildArea('Area', { widthMm, heightMm });
  return ofd('Page', {}, [area, ofd('Content', {}, buildLayers(template, scope))]);
}

/** Area or PageArea. */
export function buildArea(
  name: 'Area' | 'PageArea',
  page: Pick<PageSpec, 'widthMm' | 'heightMm' | 'applicationBox' | 'contentBox' | 'bleedBox'>,
): XmlElement {
  const box = (element: string, value: BoxMm | undefined): XmlElement | undefined =>
    value && ofd(element, {}, [decimals([value.xMm, value.yMm, value.widthMm, value.heightMm])]);
  return ofd(name, {}, [
    box('PhysicalBox', { xMm: 0, yMm: 0, widthMm: page.widthMm, heightMm: page.heightMm }),
    box('ApplicationBox', page.applicationBox),
    box('ContentBox', page.contentBox),
    box('BleedBox', page.bleedBox),
  ]);
}

function buildLayers(content: PageContentSpec, scope: ObjectScope): XmlElement[] {
  const layer = (type: string, objects: readonly PageObjectSpec[], drawParam?: string): XmlElement => {
    const id = scope.next();
    const attributes = { Type: type, ID: id, DrawParam: optionalId(scope, 'drawParams', drawParam) };
    return ofd('Layer', attributes, buildObjects(objects, scope));
  };
  return [
    ...(content.background?.length ? [layer('Background', content.background)] : []),
    layer('Body', content.objects),
    ...(content.foreground?.length ? [layer('Foreground', content.foreground)] : []),
    ...(content.layers ?? []).map(({ type, objects, drawParam }) => layer(type, objects, drawParam)),
  ];
}
