import { parseArgs } from 'node:util';
import { ofdToPdf } from '@yiwen/formats/convert';
import { sealPictures } from '@yiwen/trust/verification';
import { standInFonts } from '@yiwen/typesetter/drawing';
import { findingLines } from './findings.ts';
import { outputPath, readOfdFile, writeOutput } from './input.ts';

/** `yiwen ofd pdf FILE`. Seals are drawn; a PDF made from an OFD carries no signature of its own. */
export async function runPdf(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      output: { type: 'string', short: 'o' },
      'no-archive': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const document = await readOfdFile(positionals[0]);
  const { pdf, pdfa, pages, fonts, findings } = await ofdToPdf(document, {
    stamps: sealPictures(document),
    fonts: standInFonts(),
    ...(values['no-archive'] ? { pdfa: false } : {}),
  });
  const output = outputPath(values.output, positionals[0]!, '.pdf');
  await writeOutput(output, pdf);
  console.log(
    values.json
      ? JSON.stringify({ output, pages, fonts, pdfa: pdfa ?? null, findings }, null, 2)
      : [
          `${output}（${pages} 页 pages，${fonts} 种字体 fonts，${pdfa ? `PDF/A-${pdfa}` : '非归档 PDF not PDF/A'}）`,
          ...findingLines(findings),
        ].join('\n'),
  );
  return 0;
}
