import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** Makes PDFs with the very engine the typesetter uses; for tests of this package only. */

const require = createRequire(import.meta.url);

/** Path of one of the engine's TrueType fonts, e.g. `serif-sc/400Regular`. */
export function engineFontPath(family: 'serif-sc' | 'sans-sc', weight: string): string {
  const folder = dirname(require.resolve(`@expo-google-fonts/noto-${family}/package.json`));
  const file = family === 'serif-sc' ? 'NotoSerifSC' : 'NotoSansSC';
  return join(folder, weight, `${file}_${weight}.ttf`);
}

let compiler: NodeCompiler | undefined;

/** Sets a Typst source as PDF/A-2u, as the typesetter does. */
export function setPdf(source: string, shadows: Record<string, Uint8Array> = {}): Uint8Array {
  compiler ??= NodeCompiler.create({
    workspace: '/',
    fontArgs: [
      {
        fontBlobs: [
          readFileSync(engineFontPath('serif-sc', '400Regular')),
          readFileSync(engineFontPath('sans-sc', '700Bold')),
        ],
      },
    ],
  });
  for (const [path, bytes] of Object.entries(shadows)) {
    compiler.mapShadow(path, Buffer.from(bytes));
  }
  const pdf = compiler.pdf(
    { mainFileContent: source },
    { pdfStandard: 'a-2u', creationTimestamp: 1767225600 },
  );
  return new Uint8Array(pdf);
}

/** A page of an official document in the shape of GB/T 9704: red head, number, rule, title, body, a seal-like ring. */
export const officialPage = `
#set document(title: "关于开展测试的通知", date: datetime(year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 0))
#let cell = 156mm / 28
#let pitch = 225mm / 22
#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm))
#set text(font: ("Noto Serif SC",), size: 16pt, tracking: cell - 16pt, lang: "zh", region: "cn", top-edge: 0.86em, bottom-edge: -0.14em, cjk-latin-spacing: none)
#set par(justify: true, leading: pitch - 16pt, spacing: pitch - 16pt)
#align(center, text(fill: rgb("#e60012"), size: 40pt, tracking: 6pt, font: "Noto Sans SC", weight: 700)[青禾镇人民政府文件])
#v(6mm)
#align(center)[青政发〔2026〕1号]
#line(length: 100%, stroke: 1.5pt + rgb("#e60012"))
#v(4mm)
#align(center, text(size: 22pt)[关于开展测试的通知])
各村民委员会：
#set par(first-line-indent: (amount: 2 * cell, all: true))
一、请于2026年3月15日前报送材料（共3份），逾期不候。AVAT fi 1/2 “引号”——测试演示无效。
#place(dx: 90mm, dy: 10mm, circle(radius: 20mm, stroke: (paint: rgb(230, 0, 18, 128), thickness: 1.2mm)))
#place(dx: 10mm, dy: 20mm, rect(width: 30mm, height: 10mm, fill: luma(80%), stroke: (paint: blue, dash: "dashed")))
#place(dx: 50mm, dy: 20mm, rotate(30deg, text(size: 12pt)[旋转文字]))
`;
