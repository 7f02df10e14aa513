/** Pages, each read when it is asked for: size and templates, resources, content, annotations (GB/T 33190 7.5–7.7). */

import { attr, child, children, childText, type XmlElement } from '../../container/index.ts';
import type { BoxMm } from '../../drawing/index.ts';
import type { OfdPage, Resources } from '../model/read-types.ts';
import { readActions } from './read-actions.ts';
import { readPageAnnotations } from './read-annotations.ts';
import { readArea, readPageResources } from './read-area.ts';
import type { ReadContext } from './read-context.ts';
import { partOf, readLayers } from './read-objects.ts';
import { type TemplateList, useTemplates } from './read-templates.ts';
import { attrText, readBox } from './read-values.ts';

/** Pages of one document; a package has at most fifty of these. */
const mostPages = 10_000;
const a4: BoxMm = { xMm: 0, yMm: 0, widthMm: 210, heightMm: 297 };

/** What the pages of one document share. */
export type PageSurroundings = {
  readonly doc: number;
  /** Document.xml's entry. */
  readonly holder: string;
  readonly resources: Resources;
  /** CommonData's PageArea. */
  readonly area?: XmlElement;
  readonly templates: TemplateList;
  /** Annotation files by page id. */
  readonly annotations: ReadonlyMap<string, readonly string[]>;
};

/** The pages of Document.xml, in order; a page whose file is missing or broken is an empty page with a finding. */
export function readPages(document: XmlElement, around: PageSurroundings, context: ReadContext): OfdPage[] {
  const list = child(document, 'Pages');
  const elements = list ? children(list, 'Page') : [];
  if (elements.length > mostPages) {
    context.note('too-many-pages', 'error', around.holder, '页数过多，其余未读取', `${elements.length}`);
  }
  const files = new Map<string, PageFile>();
  return elements.slice(0, mostPages).map((element) => {
    const entry = context.resolve(around.holder, attr(element, 'BaseLoc'), '页面') ?? '';
    const file = files.get(entry) ?? readFile(entry, around, context);
    files.set(entry, file);
    return pageOf(attrText(element, 'ID'), entry, file, around, context);
  });
}

/** What a page's own file says; shared by all pages that name the same file. */
type PageFile = {
  readonly head: () => Pick<OfdPage, 'area' | 'boxes' | 'templates'>;
  readonly resources: () => Resources;
  readonly content: () => Pick<OfdPage, 'layers' | 'actions'>;
};

function pageOf(
  id: string,
  entry: string,
  file: PageFile,
  around: PageSurroundings,
  context: ReadContext,
): OfdPage {
  const annotations = context.later(() =>
    (around.annotations.get(id) ?? []).flatMap((name) =>
      readPageAnnotations(name, file.resources(), context),
    ),
  );
  return {
    id,
    doc: around.doc,
    entry,
    get area() {
      return file.head().area;
    },
    get boxes() {
      return file.head().boxes;
    },
    get templates() {
      return file.head().templates;
    },
    get layers() {
      return file.content().layers;
    },
    get actions() {
      return file.content().actions;
    },
    get annotations() {
      return annotations();
    },
    get resources() {
      return file.resources();
    },
  };
}

function readFile(entry: string, around: PageSurroundings, context: ReadContext): PageFile {
  const root = (): XmlElement | undefined => context.xml(entry === '' ? undefined : entry);
  const resources = context.later(() => readPageResources(root(), entry, around.resources, context));
  return {
    head: context.later(() => readHead(root(), entry, around, context)),
    resources,
    content: context.later(() => {
      const page = root();
      const part = partOf(entry, resources().colorSpaces, context);
      return {
        layers: readLayers(page && child(page, 'Content'), part),
        actions: page ? readActions(page) : [],
      };
    }),
  };
}

function readHead(
  root: XmlElement | undefined,
  entry: string,
  around: PageSurroundings,
  context: ReadContext,
): Pick<OfdPage, 'area' | 'boxes' | 'templates'> {
  const templates = root ? useTemplates(root, entry, around.templates, context) : [];
  const own = root && child(root, 'Area');
  const inherited = templates.find((use) => use.template.area)?.template.area;
  return {
    area: readArea(own) ?? inherited ?? readArea(around.area) ?? a4,
    boxes: readBoxes(own && readArea(own) ? own : around.area),
    templates,
  };
}

function readBoxes(area: XmlElement | undefined): OfdPage['boxes'] {
  const box = (name: string): BoxMm | undefined => area && readBox(childText(area, name));
  const [application, content, bleed] = [box('ApplicationBox'), box('ContentBox'), box('BleedBox')];
  return {
    ...(application ? { application } : {}),
    ...(content ? { content } : {}),
    ...(bleed ? { bleed } : {}),
  };
}
