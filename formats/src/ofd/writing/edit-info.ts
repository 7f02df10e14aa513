/** DocInfo in OFD.xml: texts replaced or added in place (GB/T 33190 7.4). */
import { xmlText } from '../../container/index.ts';
import { ofd, ofdText } from '../model/vocabulary.ts';
import type { InfoEdit } from './edit-types.ts';
import { type EditedPackage, named } from './edited-package.ts';

const order =
  'DocID Title Author Subject Abstract CreationDate ModDate DocUsage Cover Keywords Creator CreatorVersion CustomDatas'.split(
    ' ',
  );

const elements = {
  title: 'Title',
  author: 'Author',
  subject: 'Subject',
  abstract: 'Abstract',
  creationDate: 'CreationDate',
  modDate: 'ModDate',
  creator: 'Creator',
  creatorVersion: 'CreatorVersion',
} as const;

export function editInfo(pack: EditedPackage, edit: InfoEdit | undefined): void {
  if (!edit) {
    return;
  }
  const source = pack.source('OFD.xml');
  const body = named(source.root, 'DocBody')[0];
  const info = body && named(body, 'DocInfo')[0];
  if (!info) {
    throw new RangeError('expected OFD.xml with a DocInfo');
  }
  for (const [key, name] of Object.entries(elements)) {
    const value = edit[key as keyof typeof elements];
    if (value !== undefined) {
      const existing = named(info, name)[0];
      if (existing) {
        source.setText(existing, xmlText(value));
      } else {
        source.insert(info, ofdText(name, value)!, order);
      }
    }
  }
  const datas = named(info, 'CustomDatas')[0];
  const added = (edit.customDatas ?? []).flatMap(({ name, value }) => {
    const same = datas && named(datas, 'CustomData').find((data) => source.attribute(data, 'Name') === name);
    if (same) {
      source.setText(same, xmlText(value));
    }
    return same ? [] : [ofd('CustomData', { Name: name }, [xmlText(value)])];
  });
  if (datas) {
    for (const element of added) {
      source.insert(datas, element, ['CustomData']);
    }
  } else if (added.length > 0) {
    source.insert(info, ofd('CustomDatas', {}, added), order);
  }
}
