import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { writeZip } from '@yiwen/formats/container';
import { ConvertError, imagesToOfd } from '@yiwen/formats/convert';
import { findingLines } from './findings.ts';
import { RefusedInput, readInput, writeOutput } from './input.ts';

/** `yiwen ofd from-images PICTURES -o FILE.ofd`. */
export async function runFromImages(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { output: { type: 'string', short: 'o' }, json: { type: 'boolean', default: false } },
  });
  const { output } = values;
  if (positionals.length === 0 || output === undefined) {
    throw new RefusedInput('请写上图片和 -o 文件.ofd。 Name pictures and -o FILE.ofd.', 2);
  }
  const images = [];
  const hash = createHash('sha256');
  for (const path of positionals) {
    const bytes = await readInput(path);
    hash.update(bytes);
    images.push({ bytes, name: basename(path) });
  }
  try {
    const docId = hash.digest('hex').slice(0, 32);
    const { entries, pages, findings } = await imagesToOfd(images, { docId });
    await writeOutput(output, writeZip(entries));
    console.log(
      values.json
        ? JSON.stringify({ output, pages: pages.length, findings }, null, 2)
        : [`${output}（${pages.length} 页 pages）`, ...findingLines(findings)].join('\n'),
    );
    return 0;
  } catch (error) {
    if (error instanceof ConvertError) {
      throw new RefusedInput(error.message, 1);
    }
    throw error;
  }
}
