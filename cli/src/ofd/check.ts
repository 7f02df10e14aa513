import { parseArgs } from 'node:util';
import { checkArchive } from '@yiwen/formats/ofd';
import { findingLine } from './findings.ts';
import { readOfdFile } from './input.ts';

/** `yiwen ofd check FILE`: 0 when no rule of GB/T 42133-2022 is broken. */
export async function runCheck(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const document = await readOfdFile(positionals[0]);
  const findings = checkArchive(document);
  const broken = findings.filter(({ severity }) => severity === 'error');
  if (values.json) {
    console.log(JSON.stringify({ conforms: broken.length === 0, findings }, null, 2));
  } else {
    const verdict =
      broken.length === 0
        ? '符合归档要求 conforms to OFD-A (GB/T 42133-2022)'
        : `有 ${broken.length} 处不符合归档要求 breaks OFD-A (GB/T 42133-2022) in ${broken.length} places`;
    const lines = findings.map((finding) => `${findingLine(finding)}`);
    console.log([verdict, ...lines].join('\n'));
  }
  return broken.length === 0 ? 0 : 1;
}
