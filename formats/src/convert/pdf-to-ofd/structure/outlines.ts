import type { OutlineSpec } from '../../../ofd/index.ts';
import { isDict, type PdfDict, type PdfFile } from '../../../pdf/index.ts';
import type { Notes } from '../notes.ts';
import { type Destinations, lineOf } from './destinations.ts';

const maxLines = 20_000;
const maxDepth = 24;

/** The document outline (ISO 32000-1 12.3.3). */
export function readOutlines(file: PdfFile, destinations: Destinations, notes: Notes): OutlineSpec[] {
  const root = file.dict(file.catalog, 'Outlines');
  const seen = new Set<PdfDict>();
  const level = (parent: PdfDict, depth: number): OutlineSpec[] => {
    const lines: OutlineSpec[] = [];
    let item = file.resolve(parent.get('First'));
    while (isDict(item)) {
      if (seen.has(item) || seen.size >= maxLines || depth > maxDepth) {
        notes.add('convert-outline-broken', 'warning', '大纲循环引用或过多，其余部分未转换');
        break;
      }
      seen.add(item);
      const children = level(item, depth + 1);
      const actions = destinations.actionsOf(item);
      lines.push({
        title: lineOf(file.resolve(item.get('Title'))) ?? '（无标题）',
        ...((file.number(item, 'Count') ?? 0) < 0 ? { expanded: false } : {}),
        ...(actions.length > 0 ? { actions } : {}),
        ...(children.length > 0 ? { children } : {}),
      });
      item = file.resolve(item.get('Next'));
    }
    return lines;
  };
  return root === undefined ? [] : level(root, 0);
}
