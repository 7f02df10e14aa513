import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { writeZip } from '@yiwen/formats/container';
import { ConvertError, foreignPdfToOfd } from '@yiwen/formats/convert';
import { PdfError } from '@yiwen/formats/pdf';
import { findingLines } from './findings.ts';
import { outputPath, RefusedInput, readInput, writeOutput } from './input.ts';

/** `yiwen ofd from-pdf FILE.pdf`. The document's id comes from the PDF's bytes: the same file, the same result. */
export async function runFromPdf(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { output: { type: 'string', short: 'o' }, json: { type: 'boolean', default: false } },
  });
  const input = positionals[0];
  const pdf = await readInput(input);
  const docId = createHash('sha256').update(pdf).digest('hex').slice(0, 32);
  try {
    const { entries, findings, pages } = await foreignPdfToOfd(pdf, { docId });
    const output = outputPath(values.output, input!, '.ofd');
    await writeOutput(output, writeZip(entries));
    console.log(
      values.json
        ? JSON.stringify({ output, pages: pages.length, findings }, null, 2)
        : [`${output}（${pages.length} 页 pages）`, ...findingLines(findings)].join('\n'),
    );
    return 0;
  } catch (error) {
    if (error instanceof PdfError || error instanceof ConvertError) {
      throw new RefusedInput(`${input} 转换不了 cannot be converted: ${error.message}`, 1);
    }
    throw error;
  }
}
