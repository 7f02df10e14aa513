import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ContainerError } from '@yiwen/formats/container';
import {
  drawPageSvg,
  extractText,
  type OfdDocument,
  plainText,
  readOfd,
  tagValues,
} from '@yiwen/formats/ofd';

const help = `yiwen ofd 文件.ofd [--text] [--svg 目录] [--json]

看 OFD 里有什么：页数、字体、签名、附件、公文标引、读取时发现的问题。
--text 打印文字；--svg 每页画成一张 SVG 放进目录；--json 打印结构。
What is in an OFD: pages, signatures, attachments, official-document tags, findings.

退出码 Exit code: 0 读得了 readable · 1 读不了 unreadable · 2 用法不对 wrong use`;

function structure(document: OfdDocument) {
  return {
    pages: document.pages.length,
    entries: document.order.length,
    notReached: document.order.filter((name) => !document.reached.has(name)),
    signatures: document.signatures.map((signature) => ({
      id: signature.id,
      type: signature.type,
      stamps: signature.stamps.length,
    })),
    tags: tagValues(document),
    findings: document.findings,
  };
}

/** `yiwen ofd FILE`. */
export async function runOfd(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      text: { type: 'boolean', default: false },
      svg: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [file, ...more] = positionals;
  if (values.help || !file || more.length > 0) {
    console.log(help);
    return values.help ? 0 : 2;
  }
  try {
    const document = readOfd(new Uint8Array(await readFile(file)));
    if (values.svg !== undefined) {
      await mkdir(values.svg, { recursive: true });
      for (const index of document.pages.keys()) {
        await writeFile(join(values.svg, `page-${index + 1}.svg`), drawPageSvg(document, index));
      }
    }
    if (values.text) {
      console.log(plainText(extractText(document)));
    } else if (values.json) {
      console.log(JSON.stringify(structure(document), null, 2));
    } else {
      const { pages, entries, signatures, tags, findings } = structure(document);
      console.log(`页 pages ${pages} · 文件 entries ${entries} · 签名 signatures ${signatures.length}`);
      for (const [name, value] of Object.entries(tags)) {
        console.log(`${name}: ${value.slice(0, 200)}`);
      }
      for (const finding of findings) {
        console.log(`· ${finding.message}${finding.place ? `（${finding.place}）` : ''}`);
      }
    }
    return 0;
  } catch (error) {
    if (error instanceof ContainerError || (error instanceof Error && 'code' in error)) {
      console.error(`${file}: ${error.message}`);
      return 1;
    }
    throw error;
  }
}
