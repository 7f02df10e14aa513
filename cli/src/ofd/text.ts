import { parseArgs } from 'node:util';
import { extractPageText, plainText, searchRuns } from '@yiwen/formats/ofd';
import { pageIndexes, readOfdFile } from './input.ts';
import { printable } from './printable.ts';

/** `yiwen ofd text FILE`: pages are parted by a form feed; `--find` answers 1 when the word is nowhere, as grep does. */
export async function runText(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      page: { type: 'string' },
      find: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const document = await readOfdFile(positionals[0]);
  const pages = pageIndexes(values.page, document.pages.length);
  const runs = pages.flatMap((index) => extractPageText(document, index));
  if (values.find === undefined) {
    console.log(values.json ? JSON.stringify(runs, null, 2) : printable(plainText(runs), 'lines'));
    return 0;
  }
  const matches = searchRuns(runs, values.find);
  if (values.json) {
    console.log(JSON.stringify(matches, null, 2));
  } else {
    for (const { page, boxes, context } of matches) {
      const [box] = boxes;
      const place = box ? ` (${box.xMm.toFixed(1)}, ${box.yMm.toFixed(1)}) mm` : '';
      console.log(`第 ${page + 1} 页 page ${page + 1}${place}: ${printable(context.text)}`);
    }
  }
  return matches.length > 0 ? 0 : 1;
}
