import { mkdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawSvg, showablePictures } from '@yiwen/formats/drawing';
import { displayPage } from '@yiwen/formats/ofd';
import { sealPictures } from '@yiwen/trust/verification';
import { drawPng, standInFonts } from '@yiwen/typesetter/drawing';
import { findingLines } from './findings.ts';
import { pageIndexes, RefusedInput, readOfdFile, writeOutput } from './input.ts';

const mostDpi = 1200;

/** `yiwen ofd render FILE`: one page goes to the named file, several into the named folder. */
export async function runRender(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      page: { type: 'string' },
      dpi: { type: 'string', default: '150' },
      format: { type: 'string', default: 'png' },
      output: { type: 'string', short: 'o' },
      json: { type: 'boolean', default: false },
    },
  });
  const { format } = values;
  const dpi = Number(values.dpi);
  if (!(dpi >= 10 && dpi <= mostDpi)) {
    throw new RefusedInput(`--dpi 应为 10–${mostDpi}。 --dpi is 10 to ${mostDpi}.`, 2);
  }
  if (format !== 'png' && format !== 'svg') {
    throw new RefusedInput('--format 只能是 png 或 svg。 --format is png or svg.', 2);
  }
  const input = positionals[0];
  const document = await readOfdFile(input);
  if (document.pages.length === 0) {
    throw new RefusedInput(`${input} 里没有可画的页面。 ${input} has no pages to draw.`, 1);
  }
  const indexes = pageIndexes(values.page, document.pages.length);
  const options = { stamps: sealPictures(document), fonts: standInFonts() };
  const output = values.output ?? '.';
  const oneFile = indexes.length === 1 && extname(output) !== '';
  if (!oneFile) {
    await mkdir(output, { recursive: true }).catch((error: Error) => {
      throw new RefusedInput(`${output}: ${error.message}`, 1);
    });
  }
  const draw = (index: number) => {
    const list = displayPage(document, index, options);
    const drawn = format === 'png' ? drawPng(list, { dpi }) : svgOf(list, `p${index}`);
    return drawn.then(({ bytes, findings }) => ({ bytes, findings: [...list.findings, ...findings] }));
  };
  const pages = [];
  // Packing a picture leaves this thread free: the next page is drawn meanwhile, and no more than the next.
  let ahead = draw(indexes[0]!);
  for (const [at, index] of indexes.entries()) {
    const drawn = ahead;
    const next = indexes[at + 1];
    ahead = next === undefined ? drawn : draw(next);
    const { bytes, findings } = await drawn;
    const name = `${basename(input!, extname(input!))}-${index + 1}.${format}`;
    const path = oneFile ? output : join(output, name);
    await writeOutput(path, bytes);
    pages.push({ page: index + 1, path, findings });
  }
  console.log(
    values.json
      ? JSON.stringify(pages, null, 2)
      : pages.flatMap(({ path, findings }) => [path, ...findingLines(findings)]).join('\n'),
  );
  return 0;
}

async function svgOf(list: ReturnType<typeof displayPage>, idPrefix: string) {
  const { pictures, findings } = await showablePictures(list);
  return { bytes: drawSvg(list, { idPrefix, pictures }), findings };
}
