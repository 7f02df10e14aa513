/**
 * Reads an OFD package from outside, tolerantly: elements by local name, paths by several rules, missing parts
 * as findings. Strict schema validation would refuse nearly every real file. What a link from OFD.xml leads to
 * is recorded as reached, because a signature that leaves such an entry out does not cover what is shown.
 */
import {
  attr,
  child,
  children,
  childText,
  readZip,
  text,
  type XmlElement,
  type ZipLimits,
} from '../../container/index.ts';
import type { Finding } from '../../finding.ts';
import { parentFolder } from '../model/package-paths.ts';
import type { DocInfo, OfdBody, OfdDocument, OfdVersion } from '../model/read-types.ts';
import { readActions } from './read-actions.ts';
import { readAnnotationList } from './read-annotations.ts';
import { readAttachments, readExtensions, readVersions } from './read-attachments.ts';
import { ReadContext } from './read-context.ts';
import { readBookmarks, readOutlines, readPermissions, readViewPreferences } from './read-navigation.ts';
import { readPages } from './read-pages.ts';
import { noResources, readResources } from './read-resources.ts';
import { readSignatures } from './read-signatures.ts';
import { readTags } from './read-tags.ts';
import { readTemplates } from './read-templates.ts';
import { attrText } from './read-values.ts';

const mostDocuments = 50;
const rootName = 'OFD.xml';

/** GM/T 0099's list of entries, signed on its own; nothing in OFD.xml links to it. */
const integrityList = 'OFDEntries.xml';

/** What to read of a package. */
export type ReadOptions = {
  /** ID (or Index) of a version (clause 19): documents that have it are read as it was; the others as they are. */
  readonly version?: string;
};

/**
 * Throws `ContainerError` when the bytes are no ZIP at all; everything else is in `findings`. Pages are read when
 * they are asked for, so `bytes` must not be changed while the document is in use.
 */
export function readOfd(
  bytes: Uint8Array,
  limits: Partial<ZipLimits> = {},
  options: ReadOptions = {},
): OfdDocument {
  const zip = readZip(bytes, limits);
  const context = new ReadContext(zip.entries);
  const root = readRoot(context);
  const bodies = root ? children(root, 'DocBody') : [];
  if (bodies.length > mostDocuments) {
    context.note('too-many-documents', 'error', rootName, '包内文档过多，其余未读取', `${bodies.length}`);
  }
  const docs: OfdBody[] = [];
  for (const body of bodies.slice(0, mostDocuments)) {
    docs.push(readBody(body, docs.length, context, options));
  }
  if (docs.length === 0) {
    context.note('no-document', 'error', rootName, '包内没有可读的文档');
  }
  // Put off last, so that every link has been followed when it runs.
  context.later(() => noteUnreached(context, zip.order, docs));
  let found: readonly Finding[] | undefined;
  const readAll = (): readonly Finding[] => {
    found ??= [...zip.findings, ...context.findings];
    return found;
  };
  return {
    entries: zip.entries,
    order: zip.order,
    get canonical() {
      return zip.canonical;
    },
    version: root ? attrText(root, 'Version') : '',
    docType: root ? attrText(root, 'DocType') : '',
    docs,
    pages: docs.flatMap((doc) => doc.pages),
    signatures: docs.flatMap((doc) => doc.signatures),
    get reached() {
      readAll();
      return context.reached;
    },
    get findings() {
      return readAll();
    },
  };
}

/** Every entry that a link from OFD.xml leads to, OFD.xml included: what a signature has to cover. */
export function reachableEntries(document: OfdDocument): ReadonlySet<string> {
  return document.reached;
}

function readRoot(context: ReadContext): XmlElement | undefined {
  const name = context.resolve('', rootName, '入口');
  const root = context.xml(name);
  if (root && root.name !== 'OFD') {
    context.note('not-ofd', 'error', name, 'OFD.xml 的根元素不是 OFD', root.name);
    return undefined;
  }
  return root;
}

function readBody(body: XmlElement, index: number, context: ReadContext, options: ReadOptions): OfdBody {
  context.documentFolder = '';
  const info = child(body, 'DocInfo');
  const cover = context.resolve(rootName, info && childText(info, 'Cover'), '封面');
  const usual = context.resolve(rootName, childText(body, 'DocRoot'), '文档');
  const versions = readVersions(body, rootName, context);
  const rootEntry = rootOf(versions, usual, context, options);
  if (rootEntry === undefined) {
    context.note('no-document-root', 'error', rootName, '文档缺少入口 DocRoot');
  }
  const signaturesEntry = context.resolve(rootName, childText(body, 'Signatures'), '签名列表');
  context.documentFolder = rootEntry === undefined ? '' : parentFolder(rootEntry);
  const signatures = readSignatures(signaturesEntry, context);
  const document = context.xml(rootEntry);
  return Object.assign(
    readDocument(document ?? blank, rootEntry ?? '', index, context),
    {
      info: { ...readInfo(info), ...(cover === undefined ? {} : { cover }) },
      versions,
      signatures,
    },
    rootEntry === undefined ? {} : { rootEntry },
    signaturesEntry === undefined ? {} : { signaturesEntry },
  );
}

/** A document of which nothing could be read. */
const blank: XmlElement = { prefix: '', name: 'Document', namespace: '', attributes: [], children: [] };

/** The Document.xml to read: DocRoot's, or the one of the version asked for. */
function rootOf(
  versions: readonly OfdVersion[],
  usual: string | undefined,
  context: ReadContext,
  options: ReadOptions,
): string | undefined {
  const wanted = options.version;
  const chosen =
    wanted === undefined
      ? undefined
      : (versions.find(({ id }) => id === wanted) ?? versions.find((version) => version.index === wanted));
  if (wanted !== undefined && chosen?.docRoot === undefined) {
    context.note('missing-version', 'warning', rootName, '没有所要的版本，读取的是当前文档', wanted);
  }
  const rootEntry = chosen?.docRoot ?? usual;
  const current = versions.find((version) => version.current);
  if (current && current.docRoot !== rootEntry) {
    const evidence = `${current.docRoot ?? ''} / ${rootEntry ?? ''}`;
    context.note(
      'other-current-version',
      'warning',
      rootName,
      '标为当前的版本与显示的文档不是同一个',
      evidence,
    );
  }
  return rootEntry;
}

function readDocument(document: XmlElement, holder: string, doc: number, context: ReadContext) {
  const common = child(document, 'CommonData');
  const links = (element: XmlElement | undefined, name: string, what: string): (string | undefined)[] => {
    const found = element ? children(element, name) : [];
    return [...new Set(found.map((link) => context.resolve(holder, text(link), what)))];
  };
  const files = [...links(common, 'PublicRes', '公共资源'), ...links(common, 'DocumentRes', '文档资源')];
  const defaultCs = common && childText(common, 'DefaultCS');
  const resources = readResources(files, noResources, context, defaultCs);
  const templates = readTemplates(common, holder, resources, context);
  const annotations = new Map<string, string[]>();
  for (const entry of links(document, 'Annotations', '注释列表')) {
    for (const [page, list] of readAnnotationList(entry, context)) {
      annotations.set(page, [...(annotations.get(page) ?? []), ...list]);
    }
  }
  const area = common && child(common, 'PageArea');
  const around = { doc, holder, resources, templates, annotations, ...(area ? { area } : {}) };
  const permissions = readPermissions(document);
  const viewPreferences = readViewPreferences(document);
  const each = <T>(name: string, what: string, read: (entry: string | undefined) => readonly T[]) =>
    context.later(() => links(document, name, what).flatMap(read));
  const pages = readPages(document, around, context);
  const attachments = each('Attachments', '附件列表', (entry) => readAttachments(entry, context));
  const tags = each('CustomTags', '自定义标引', (entry) => readTags(entry, context));
  const extensions = each('Extensions', '扩展', (entry) => readExtensions(entry, context));
  const outlines = context.later(() => readOutlines(document, holder, context));
  const bookmarks = context.later(() => readBookmarks(document, holder, context));
  return {
    pages,
    templates: [...templates.values()].map(({ template }) => template),
    resources,
    get attachments() {
      return attachments();
    },
    get tags() {
      return tags();
    },
    get outlines() {
      return outlines();
    },
    get bookmarks() {
      return bookmarks();
    },
    actions: readActions(document),
    ...(permissions ? { permissions } : {}),
    ...(viewPreferences ? { viewPreferences } : {}),
    get extensions() {
      return extensions();
    },
  };
}

function readInfo(info: XmlElement | undefined): DocInfo {
  const value = (name: string): string => (info && childText(info, name)) ?? '';
  const keywords = info && child(info, 'Keywords');
  const datas = info && child(info, 'CustomDatas');
  return {
    docId: value('DocID'),
    title: value('Title'),
    author: value('Author'),
    subject: value('Subject'),
    abstract: value('Abstract'),
    creationDate: value('CreationDate'),
    modDate: value('ModDate'),
    creator: value('Creator'),
    creatorVersion: value('CreatorVersion'),
    docUsage: value('DocUsage'),
    keywords: keywords ? children(keywords, 'Keyword').map((word) => text(word).trim()) : [],
    customDatas: (datas ? children(datas, 'CustomData') : []).map((data) => ({
      name: attr(data, 'Name') ?? '',
      value: text(data),
    })),
  };
}

/** Entries nobody links to ride along unseen; a Signs folder without a link looks like a removed signature list. */
function noteUnreached(context: ReadContext, order: readonly string[], docs: readonly OfdBody[]): void {
  const unreached = order.filter((name) => !context.reached.has(name));
  for (const name of unreached) {
    context.note('unreferenced-entry', 'warning', name, '包内有未被引用的文件（夹带）');
  }
  if (context.entries.has(integrityList)) {
    context.note('integrity-list', 'info', integrityList, '包内有 GM/T 0099 完整性清单，本系统不据此判断');
    return;
  }
  const hidden = unreached.find((name) => /(^|\/)(signatures?\.xml|signed?value\.dat)$/i.test(name));
  if (hidden !== undefined && docs.every((doc) => doc.signatures.length === 0)) {
    context.note('signatures-unlinked', 'error', hidden, '包内有签名文件，但签名列表的链接不在了');
  }
}
