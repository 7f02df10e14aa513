import {
  ContainerError,
  childText,
  descendants,
  parseXml,
  text,
  XmlError,
} from '../../../container/index.ts';
import type { OfdSpec } from '../../../ofd/index.ts';
import { isStream, isString, type PdfFile, type PdfObject, textOf } from '../../../pdf/index.ts';
import { lineOf } from './destinations.ts';

type DocInfo = Pick<
  OfdSpec,
  'title' | 'author' | 'subject' | 'keywords' | 'creator' | 'creationDate' | 'modDate'
>;

/** `D:20260115…` as `2026-01-15` (ISO 32000-1 7.9.4); undefined for what is no date. */
export function dateOf(value: PdfObject): string | undefined {
  if (!isString(value)) {
    return undefined;
  }
  const found = /^(?:D:)?(\d{4})(0[1-9]|1[0-2])?(0[1-9]|[12]\d|3[01])?/.exec(textOf(value));
  return found === null ? undefined : `${found[1]}-${found[2] ?? '01'}-${found[3] ?? '01'}`;
}

/** What the PDF says about itself: /Info, and its XMP metadata where /Info is silent. */
export function readDocInfo(file: PdfFile): DocInfo {
  const info = file.dict(file.trailer, 'Info');
  const line = (key: string): string | undefined =>
    info === undefined ? undefined : lineOf(file.resolve(info.get(key)));
  const date = (key: string): string | undefined =>
    info === undefined ? undefined : dateOf(file.resolve(info.get(key)));
  const keywords = (line('Keywords') ?? '')
    .split(/[,;，；、]/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .slice(0, 100);
  const told: Record<string, unknown> = {
    title: line('Title'),
    author: line('Author'),
    subject: line('Subject'),
    keywords: keywords.length > 0 ? keywords : undefined,
    creator: line('Creator') ?? line('Producer'),
    creationDate: date('CreationDate'),
    modDate: date('ModDate'),
  };
  const metadata = readXmp(file);
  return Object.fromEntries(
    Object.entries({ ...metadata, ...defined(told) }).filter(([, value]) => value !== undefined),
  ) as DocInfo;
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** The few properties of XMP (ISO 16684-1) that DocInfo has a place for. */
function readXmp(file: PdfFile): Record<string, unknown> {
  const stream = file.resolve(file.catalog.get('Metadata'));
  if (!isStream(stream)) {
    return {};
  }
  const { bytes, remaining } = file.decode(stream);
  if (remaining.length > 0) {
    return {};
  }
  try {
    const root = parseXml(bytes);
    const first = (name: string): string | undefined => {
      const property = descendants(root, name)[0];
      const item = property && descendants(property, 'li')[0];
      return (item && text(item))?.trim().slice(0, 1000) || undefined;
    };
    const day = (name: string): string | undefined => {
      const description = descendants(root, 'Description').find((one) => childText(one, name) !== undefined);
      return /^\d{4}-\d\d-\d\d/.exec((description && childText(description, name)) ?? '')?.[0];
    };
    return {
      title: first('title'),
      author: first('creator'),
      subject: first('description'),
      creationDate: day('CreateDate'),
      modDate: day('ModifyDate'),
    };
  } catch (error) {
    if (error instanceof XmlError || error instanceof ContainerError) {
      return {};
    }
    throw error;
  }
}
