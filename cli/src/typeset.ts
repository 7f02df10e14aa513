/**
 * `yiwen typeset INPUT.json -o out.pdf [--svg dir] [--fonts dir] [--positions file]`: sets one
 * official document as PDF/A, and as one picture per page when asked.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  FONT_ROLE_NAMES,
  parseDocument,
  previewSvg,
  stopEngines,
  TypesetError,
  typeset,
} from '@yiwen/typesetter';

const USAGE =
  '用法：yiwen typeset 公文.json -o 输出.pdf [--svg 文件夹] [--fonts 字体文件夹] [--positions 位置.json]';

function readInput(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new TypesetError(
      'document-invalid',
      `读不了 ${path}：${error instanceof Error ? error.message : error}`,
    );
  }
}

/** Runs the command; answers the exit code: 0 done, 1 not set (with the reason), 2 wrong usage. */
export async function runTypeset(args: string[]): Promise<number> {
  let input: string | undefined;
  let options: { output?: string; svg?: string; fonts?: string; positions?: string };
  try {
    const parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        output: { type: 'string', short: 'o' },
        svg: { type: 'string' },
        fonts: { type: 'string' },
        positions: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    input = parsed.positionals[0];
    options = parsed.values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    return 2;
  }
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  if (!input || (!options.output && !options.svg)) {
    console.error(USAGE);
    return 2;
  }
  try {
    const doc = parseDocument(readInput(input));
    const engine = options.fonts ? { fontFolders: [options.fonts] } : {};
    if (options.output) {
      const { pdf, pages, positions, fonts } = await typeset(doc, engine);
      writeFileSync(options.output, pdf);
      console.log(`${options.output}：${pages} 页`);
      for (const font of fonts.filter((f) => f.standIn)) {
        console.log(`  ${FONT_ROLE_NAMES[font.role]}用替代字体 ${font.name}`);
      }
      if (options.positions) {
        writeFileSync(options.positions, `${JSON.stringify(positions, null, 2)}\n`);
      }
    }
    if (options.svg) {
      const { svg } = await previewSvg(doc, engine);
      mkdirSync(options.svg, { recursive: true });
      svg.forEach((page, i) => {
        writeFileSync(join(options.svg!, `page-${i + 1}.svg`), page);
      });
    }
    return 0;
  } catch (error) {
    if (error instanceof TypesetError) {
      console.error(error.message);
      return 1;
    }
    throw error;
  } finally {
    stopEngines();
  }
}
