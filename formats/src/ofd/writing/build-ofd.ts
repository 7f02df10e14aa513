/**
 * Writes a whole OFD package (GB/T 33190-2016) from a spec. Follows what readers in the field open without
 * complaint: prefix `ofd`, UTF-8 without BOM, relative paths below Doc_0 as every vendor writes them, numeric
 * ids below MaxUnitID, n−1 deltas. Nothing here knows the time or a random number.
 */
import { serializeXml, type XmlElement, xmlText, type ZipEntry } from '../../container/index.ts';
import { fixContent } from '../archive/fix-content.ts';
import type { OfdSpec } from '../model/build-types.ts';
import { ofd, ofdText } from '../model/vocabulary.ts';
import { archiveSpec } from './archive-spec.ts';
import { buildActions } from './build-actions.ts';
import { buildPageAnnotations } from './build-annotations.ts';
import { buildAttachments } from './build-attachments.ts';
import {
  buildBookmarks,
  buildExtensions,
  buildOutlines,
  buildPermissions,
  buildViewPreferences,
} from './build-navigation.ts';
import { innerWriters, type ObjectScope } from './build-objects.ts';
import { buildArea, buildPage, buildTemplate } from './build-page.ts';
import {
  documentFiles,
  documentResources,
  publicFiles,
  publicResources,
  resourceEntry,
  resourceIds,
} from './build-resources.ts';
import { assignIds, resourceId } from './build-scope.ts';
import { type TaggedObject, tagEntries, tagFiles } from './build-tags.ts';

const root = 'Doc_0';

/**
 * Entries in their final order; with docType OFD-A as GB/T 42133 wants them, when every font is embedded. Ready for `writeZip` or for a seal. Throws `RangeError` when the spec is not
 * consistent (unknown font key, wrong number of deltas, bad docId): the spec is ours, never a stranger's.
 *
 * @example writeZip(buildOfd({ docId: '0'.repeat(32), fonts: [], pages: [{ widthMm: 210, heightMm: 297, objects: [] }] }))
 */
export function buildOfd(given: OfdSpec): ZipEntry[] {
  const archive = given.docType === 'OFD-A';
  const spec = archive ? archiveSpec(given) : given;
  const fit = (element: XmlElement): XmlElement => {
    if (archive) {
      fixContent(element);
    }
    return element;
  };
  if (!/^[0-9a-f]{32}$/.test(spec.docId) || spec.pages.length === 0) {
    throw new RangeError('expected a docId of 32 lower-case hex digits and at least one page');
  }
  let lastId = 0;
  const next = (): number => {
    lastId += 1;
    return lastId;
  };
  const tagged: TaggedObject[] = [];
  const templates = spec.templates ?? [];
  const ids = resourceIds(spec, next);
  const templateIds = assignIds(templates, next);
  const pageIds: number[] = [];
  const scope: ObjectScope = {
    ids,
    next,
    pageId: (index) => pageIds[index] ?? fail(`no page ${index}`),
    attachmentId: (index) => (spec.attachments?.[index] ? `a${index + 1}` : fail(`no attachment ${index}`)),
    origin: [0, 0],
    placed: () => {},
    compressDeltas: spec.compressDeltas ?? false,
    inner: innerWriters,
    units: new Map((spec.composites ?? []).map((unit) => [unit.key, unit])),
  };
  const onPage = (pageId: number): ObjectScope => ({
    ...scope,
    placed: (object) => tagged.push({ ...object, pageId }),
  });
  // links lead forward as well as back, so every page has its id before the first one is written
  const lateIds = spec.pages.some((page) => hasLinks(page)) || hasLinks(spec);
  if (lateIds) {
    pageIds.push(...spec.pages.map(next));
  }
  const publicRes = publicResources(spec, `${root}/Res`, scope);
  const documentRes = documentResources(spec, scope).map(fit);
  const templateElements = templates.map((template) =>
    fit(buildTemplate(template, onPage(templateIds.get(template.key)!))),
  );
  const pages = spec.pages.map((page, index) => {
    if (!lateIds) {
      pageIds.push(next());
    }
    const own = onPage(pageIds[index]!);
    const element = buildPage(page, own, templateIds);
    const annotations = page.annotations?.length ? buildPageAnnotations(page.annotations, own) : undefined;
    return { id: pageIds[index]!, element: fit(element), annotations };
  });
  const tags = tagEntries(`${root}/Tags`, tagFiles(tagged, spec.customTags));
  const extensions = spec.extensions?.length
    ? buildExtensions(spec.extensions, (label) => labelId(label, tagged, pageIds))
    : undefined;
  const annotated = pages.flatMap(({ id, annotations }, index) =>
    annotations ? [{ id, file: `Page_${index}/Annotation.xml`, annotations }] : [],
  );
  const document = ofd('Document', {}, [
    ofd('CommonData', {}, [
      ofdText('MaxUnitID', String(lastId)),
      buildArea('PageArea', spec.pages[0]!),
      publicRes.length > 0 ? ofdText('PublicRes', 'PublicRes.xml') : undefined,
      documentRes.length > 0 ? ofdText('DocumentRes', 'DocumentRes.xml') : undefined,
      ...templates.map((template, index) =>
        ofd('TemplatePage', {
          ID: templateIds.get(template.key),
          Name: template.name,
          ZOrder: template.zOrder,
          BaseLoc: templateFile(index),
        }),
      ),
      spec.defaultColorSpace === undefined
        ? undefined
        : ofdText('DefaultCS', String(resourceId(scope, 'colorSpaces', spec.defaultColorSpace))),
    ]),
    ofd(
      'Pages',
      {},
      pages.map((page, index) => ofd('Page', { ID: page.id, BaseLoc: pageFile(index) })),
    ),
    buildOutlines(spec.outlines, scope),
    buildPermissions(spec.permissions),
    buildActions(spec.actions, scope, 'DO'),
    buildViewPreferences(spec.viewPreferences),
    buildBookmarks(spec.bookmarks, scope),
    annotated.length > 0 ? ofdText('Annotations', 'Annots/Annotations.xml') : undefined,
    tags.length > 0 ? ofdText('CustomTags', 'Tags/CustomTags.xml') : undefined,
    spec.attachments?.length ? ofdText('Attachments', 'Attachs/Attachments.xml') : undefined,
    extensions && ofdText('Extensions', 'Extensions.xml'),
  ]);
  const annotationList = ofd(
    'Annotations',
    {},
    annotated.map(({ id, file }) => ofd('Page', { PageID: id }, [ofdText('FileLoc', file)])),
  );
  return [
    xmlEntry('OFD.xml', buildRoot(spec)),
    xmlEntry(`${root}/Document.xml`, document),
    ...resourceEntry(`${root}/PublicRes.xml`, publicRes),
    ...publicFiles(spec, `${root}/Res`, scope),
    ...resourceEntry(`${root}/DocumentRes.xml`, documentRes),
    ...documentFiles(spec, `${root}/Res`, scope),
    ...(spec.cover ? [{ name: coverFile(spec.cover), bytes: spec.cover.bytes }] : []),
    ...templateElements.map((element, index) => xmlEntry(`${root}/${templateFile(index)}`, element)),
    ...pages.map(({ element }, index) => xmlEntry(`${root}/${pageFile(index)}`, element)),
    ...(annotated.length > 0 ? [xmlEntry(`${root}/Annots/Annotations.xml`, annotationList)] : []),
    ...annotated.map(({ file, annotations }) => xmlEntry(`${root}/Annots/${file}`, annotations)),
    ...buildAttachments(`${root}/Attachs`, spec.attachments ?? []),
    ...tags,
    ...(extensions ? [xmlEntry(`${root}/Extensions.xml`, extensions)] : []),
  ];
}

function fail(problem: string): never {
  throw new RangeError(problem);
}

/** Whether anything leads to a page; a search through the spec as data, because actions hang everywhere. */
function hasLinks(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.some(hasLinks);
  }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) {
    return false;
  }
  return 'destination' in value || Object.values(value).some(hasLinks);
}

function labelId(
  label: string | undefined,
  objects: readonly TaggedObject[],
  pages: readonly number[],
): string {
  if (label === undefined) {
    return String(pages[0]);
  }
  const found = objects.find((object) => object.label === label);
  return String(found?.objectId ?? fail(`no object with label ${JSON.stringify(label)}`));
}

function buildRoot(spec: OfdSpec): XmlElement {
  const keywords = (spec.keywords ?? []).map((word) => ofdText('Keyword', word));
  const datas = (spec.customDatas ?? []).map(({ name, value }) =>
    ofd('CustomData', { Name: name }, [xmlText(value)]),
  );
  return ofd('OFD', { Version: '1.0', DocType: spec.docType ?? 'OFD' }, [
    ofd('DocBody', {}, [
      ofd('DocInfo', {}, [
        ofdText('DocID', spec.docId),
        ofdText('Title', spec.title),
        ofdText('Author', spec.author),
        ofdText('Subject', spec.subject),
        ofdText('Abstract', spec.abstract),
        ofdText('CreationDate', spec.creationDate),
        ofdText('ModDate', spec.modDate),
        ofdText('DocUsage', spec.docUsage ?? 'Normal'),
        spec.cover && ofdText('Cover', coverFile(spec.cover)),
        keywords.length > 0 ? ofd('Keywords', {}, keywords) : undefined,
        ofdText('Creator', spec.creator),
        ofdText('CreatorVersion', spec.creatorVersion),
        datas.length > 0 ? ofd('CustomDatas', {}, datas) : undefined,
      ]),
      ofdText('DocRoot', `${root}/Document.xml`),
    ]),
  ]);
}

function coverFile(cover: NonNullable<OfdSpec['cover']>): string {
  return `${root}/Res/cover.${cover.format === 'PNG' ? 'png' : 'jpg'}`;
}

function pageFile(index: number): string {
  return `Pages/Page_${index}/Content.xml`;
}

function templateFile(index: number): string {
  return `Tpls/Tpl_${index}/Content.xml`;
}

function xmlEntry(name: string, element: XmlElement): ZipEntry {
  return { name, bytes: serializeXml(element) };
}
