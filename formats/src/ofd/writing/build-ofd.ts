/**
 * Writes a whole OFD package (GB/T 33190-2016) from a spec. Follows what readers in the field open without
 * complaint: prefix `ofd`, UTF-8 without BOM, relative paths below Doc_0 as every vendor writes them, numeric
 * ids below MaxUnitID, n−1 uncompressed deltas. Nothing here knows the time or a random number.
 */

import { serializeXml, type XmlElement, xmlText, type ZipEntry } from '../../container/index.ts';
import { decimal, decimals } from '../../drawing/index.ts';
import type {
  AttachmentSpec,
  FontSpec,
  ImageSpec,
  OfdSpec,
  PageObjectSpec,
  PageSpec,
} from '../model/build-types.ts';
import { ofd, ofdText } from '../model/vocabulary.ts';
import { buildObject, type ObjectIds } from './build-objects.ts';
import { buildTags, type TaggedObject } from './build-tags.ts';

const root = 'Doc_0';

/**
 * Entries in their final order, ready for `writeZip` or for a seal. Throws `RangeError` when the spec is not
 * consistent (unknown font key, wrong number of deltas, bad docId): the spec is ours, never a stranger's.
 *
 * @example writeZip(buildOfd({ docId: '0'.repeat(32), fonts: [], pages: [{ widthMm: 210, heightMm: 297, objects: [] }] }))
 */
export function buildOfd(spec: OfdSpec): ZipEntry[] {
  if (!/^[0-9a-f]{32}$/.test(spec.docId) || spec.pages.length === 0) {
    throw new RangeError('expected a docId of 32 lower-case hex digits and at least one page');
  }
  let lastId = 0;
  const next = (): number => {
    lastId += 1;
    return lastId;
  };
  const fonts = assignIds(spec.fonts, next);
  const images = assignIds(spec.images ?? [], next);
  const tagged: TaggedObject[] = [];
  const pages = spec.pages.map((page) => buildPage(page, { fonts, images, next }, tagged));
  const resources = [...buildFonts(spec.fonts, fonts), ...buildImages(spec.images ?? [], images)];
  const tags = buildTags(`${root}/Tags`, tagged);
  const attachments = buildAttachments(spec.attachments ?? []);
  const document = buildDocument(spec, pages, lastId, tags.length > 0);
  return [
    xmlEntry('OFD.xml', buildRoot(spec)),
    xmlEntry(`${root}/Document.xml`, document),
    ...resources,
    ...pages.map((page, index) => xmlEntry(`${root}/${pageFile(index)}`, page.element)),
    ...attachments,
    ...tags,
  ];
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
        ofdText('DocUsage', 'Normal'),
        keywords.length > 0 ? ofd('Keywords', {}, keywords) : undefined,
        ofdText('Creator', spec.creator),
        ofdText('CreatorVersion', spec.creatorVersion),
        datas.length > 0 ? ofd('CustomDatas', {}, datas) : undefined,
      ]),
      ofdText('DocRoot', `${root}/Document.xml`),
    ]),
  ]);
}

function buildDocument(
  spec: OfdSpec,
  pages: readonly { id: number }[],
  maxId: number,
  hasTags: boolean,
): XmlElement {
  const first = spec.pages[0]!;
  return ofd('Document', {}, [
    ofd('CommonData', {}, [
      ofdText('MaxUnitID', String(maxId)),
      ofd('PageArea', {}, [physicalBox(first)]),
      spec.fonts.length > 0 ? ofdText('PublicRes', 'PublicRes.xml') : undefined,
      spec.images?.length ? ofdText('DocumentRes', 'DocumentRes.xml') : undefined,
    ]),
    ofd(
      'Pages',
      {},
      pages.map((page, index) => ofd('Page', { ID: page.id, BaseLoc: pageFile(index) })),
    ),
    hasTags ? ofdText('CustomTags', 'Tags/CustomTags.xml') : undefined,
    spec.attachments?.length ? ofdText('Attachments', 'Attachs/Attachments.xml') : undefined,
  ]);
}

function buildPage(
  page: PageSpec,
  ids: ObjectIds,
  tagged: TaggedObject[],
): { id: number; element: XmlElement } {
  const id = ids.next();
  const layer = (type: string, specs: readonly PageObjectSpec[]): XmlElement => {
    const layerId = ids.next();
    const objects = specs.flatMap((spec) =>
      buildObject(spec, ids).map((built) => {
        if (spec.tag) {
          tagged.push({ tag: spec.tag, pageId: id, objectId: built.id });
        }
        return built.element;
      }),
    );
    return ofd('Layer', { Type: type, ID: layerId }, objects);
  };
  const layers = [
    page.background?.length ? layer('Background', page.background) : undefined,
    layer('Body', page.objects),
  ];
  return { id, element: ofd('Page', {}, [ofd('Area', {}, [physicalBox(page)]), ofd('Content', {}, layers)]) };
}

function buildFonts(fonts: readonly FontSpec[], ids: ReadonlyMap<string, number>): ZipEntry[] {
  if (fonts.length === 0) {
    return [];
  }
  const elements = fonts.map((font) =>
    ofd(
      'Font',
      {
        ID: ids.get(font.key),
        FontName: font.fontName,
        FamilyName: font.familyName,
        Bold: font.bold || undefined,
        Italic: font.italic || undefined,
        Serif: font.serif || undefined,
        FixedWidth: font.fixedWidth || undefined,
      },
      [font.file && ofdText('FontFile', fontFile(font, ids))],
    ),
  );
  return [
    xmlEntry(`${root}/PublicRes.xml`, ofd('Res', { BaseLoc: 'Res' }, [ofd('Fonts', {}, elements)])),
    ...fonts.flatMap((font) =>
      font.file ? [{ name: `${root}/Res/${fontFile(font, ids)}`, bytes: font.file.bytes }] : [],
    ),
  ];
}

function buildImages(images: readonly ImageSpec[], ids: ReadonlyMap<string, number>): ZipEntry[] {
  if (images.length === 0) {
    return [];
  }
  const file = (image: ImageSpec): string =>
    `image_${ids.get(image.key)}.${image.format === 'PNG' ? 'png' : 'jpg'}`;
  const elements = images.map((image) =>
    ofd('MultiMedia', { ID: ids.get(image.key), Type: 'Image', Format: image.format }, [
      ofdText('MediaFile', file(image)),
    ]),
  );
  return [
    xmlEntry(`${root}/DocumentRes.xml`, ofd('Res', { BaseLoc: 'Res' }, [ofd('MultiMedias', {}, elements)])),
    ...images.map((image) => ({ name: `${root}/Res/${file(image)}`, bytes: image.bytes })),
  ];
}

/** Entry names are numbered: the readable name is an attribute, so no user text becomes a path. */
function buildAttachments(attachments: readonly AttachmentSpec[]): ZipEntry[] {
  if (attachments.length === 0) {
    return [];
  }
  const extension = (format: string): string =>
    /^[A-Za-z0-9]{1,8}$/.test(format) ? format.toLowerCase() : 'bin';
  const file = (attachment: AttachmentSpec, index: number): string =>
    `attachment_${index}.${extension(attachment.format)}`;
  const elements = attachments.map((attachment, index) =>
    ofd(
      'Attachment',
      {
        ID: `a${index + 1}`,
        Name: attachment.name,
        Format: attachment.format,
        CreationDate: attachment.creationDate,
        Size: decimal(attachment.bytes.length / 1024, 3),
        Visible: attachment.visible === false ? false : undefined,
        Usage: attachment.usage,
      },
      [ofdText('FileLoc', file(attachment, index))],
    ),
  );
  return [
    xmlEntry(`${root}/Attachs/Attachments.xml`, ofd('Attachments', {}, elements)),
    ...attachments.map((attachment, index) => ({
      name: `${root}/Attachs/${file(attachment, index)}`,
      bytes: attachment.bytes,
    })),
  ];
}

function assignIds(specs: readonly { key: string }[], next: () => number): Map<string, number> {
  const ids = new Map(specs.map((spec) => [spec.key, next()]));
  if (ids.size !== specs.length) {
    throw new RangeError('two resources share a key');
  }
  return ids;
}

function fontFile(font: FontSpec, ids: ReadonlyMap<string, number>): string {
  return `font_${ids.get(font.key)}.${font.file!.extension}`;
}

function pageFile(index: number): string {
  return `Pages/Page_${index}/Content.xml`;
}

function physicalBox(page: PageSpec): XmlElement {
  return ofd('PhysicalBox', {}, [decimals([0, 0, page.widthMm, page.heightMm])]);
}

function xmlEntry(name: string, element: XmlElement): ZipEntry {
  return { name, bytes: serializeXml(element) };
}
