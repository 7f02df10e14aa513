/** Attachments, versions and extensions of a document (GB/T 33190 clauses 17, 19, 20). */

import type { XmlElement } from '../../container/index.ts';
import { attr, child, children, childText, descendants, text } from '../../container/index.ts';
import type { OfdAttachment, OfdExtension, OfdVersion } from '../model/read-types.ts';
import type { ReadContext } from './read-context.ts';
import { attrText, readBoolean } from './read-values.ts';

const mostVersions = 500;

/** Attachments.xml in order; an attachment whose file is missing has no `entry`. */
export function readAttachments(entry: string | undefined, context: ReadContext): OfdAttachment[] {
  const root = context.xml(entry);
  return (root ? children(root, 'Attachment') : []).map((element) => {
    const file = context.resolve(entry!, childText(element, 'FileLoc'), '附件');
    return {
      id: attrText(element, 'ID'),
      name: attrText(element, 'Name'),
      format: attrText(element, 'Format'),
      visible: readBoolean(attr(element, 'Visible'), true),
      usage: attrText(element, 'Usage'),
      creationDate: attrText(element, 'CreationDate'),
      ...(file === undefined ? {} : { entry: file }),
    };
  });
}

/** DocBody/Versions; a version marked Current that differs from DocRoot means the shown page is another one. */
export function readVersions(body: XmlElement, holder: string, context: ReadContext): OfdVersion[] {
  const list = child(body, 'Versions');
  const elements = list ? children(list, 'Version') : [];
  if (elements.length > mostVersions) {
    context.note('too-many-versions', 'error', holder, '版本过多，其余未读取', `${elements.length}`);
  }
  return elements.slice(0, mostVersions).map((element) => {
    const entry = context.resolve(holder, attr(element, 'BaseLoc'), '版本');
    const root = context.xml(entry);
    const docRoot =
      root && entry !== undefined
        ? context.resolve(entry, childText(root, 'DocRoot'), '版本入口')
        : undefined;
    const files = root && entry !== undefined ? descendants(root, 'File') : [];
    return {
      id: attrText(element, 'ID'),
      index: attrText(element, 'Index'),
      current: readBoolean(attr(element, 'Current'), false),
      ...(entry === undefined ? {} : { entry }),
      ...(docRoot === undefined ? {} : { docRoot }),
      files: files.flatMap((file) => context.resolve(entry!, text(file), '版本文件') ?? []),
    };
  });
}

/** Extensions.xml: application data, kept as written; the data files it names count as reached. */
export function readExtensions(entry: string | undefined, context: ReadContext): OfdExtension[] {
  const root = context.xml(entry);
  return (root ? children(root, 'Extension') : []).map((element) => ({
    appName: attrText(element, 'AppName'),
    appVersion: attrText(element, 'AppVersion'),
    refId: attrText(element, 'RefId'),
    company: attrText(element, 'Company'),
    date: attrText(element, 'Date'),
    properties: children(element, 'Property').map((property) => ({
      name: attrText(property, 'Name'),
      type: attrText(property, 'Type'),
      value: text(property),
    })),
    entries: children(element, 'ExtendData').flatMap(
      (data) => context.resolve(entry!, text(data), '扩展数据') ?? [],
    ),
  }));
}
