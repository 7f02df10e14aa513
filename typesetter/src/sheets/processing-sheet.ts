/**
 * 收文处理笺: the sheet that travels with an incoming document and collects what was proposed,
 * decided, read and done about it (fields as in office handbooks; filed with the document).
 */
import { drawPdf, type EngineOptions, TypesetError } from '../engine/engine.ts';
import type { UsedFont } from '../fonts/index.ts';
import { settableText } from '../layout/cells.ts';
import { chineseDate } from '../layout/dates.ts';
import { inkPathBox } from './ink-path.ts';
import { type CellPart, SHEET, Sheet, type SheetCell, textParts } from './sheet.ts';

/** The part of the sheet an opinion belongs to. */
export type OpinionPlace = '拟办' | '批示' | '传阅' | '承办' | '其他';

/** One opinion or signature. `at` and `post` are printed as given. */
export type SheetOpinion = {
  place: OpinionPlace;
  who: string;
  post: string;
  at: string;
  text: string;
  /** Handwriting as SVG path data (outlines to fill, or strokes when `inkStrokeWidth` is given). */
  inkSvgPath?: string;
  inkStrokeWidth?: number;
  /** 受委托: for whom it was done. */
  onBehalfOf?: string;
};

/** Input of the 处理笺. Dates are printed as given, except `date` (`YYYY-MM-DD`): the file's fixed date. */
export type ProcessingSheet = {
  organ: string;
  /** Default 收文处理笺. */
  sheetTitle?: string;
  sender: string;
  senderNumber?: string;
  receiptNumber: string;
  receivedOn: string;
  urgency?: string;
  /** 份数、页数 in words. */
  extent?: string;
  title: string;
  dueOn?: string;
  opinions: SheetOpinion[];
  /** 归档: where it was filed. */
  archived?: string;
  /** A line under the frame, e.g. 演示无效. */
  foot?: string;
  date: string;
};

/** A set sheet. */
export type SetSheet = { pdf: Uint8Array; pages: number; fonts: UsedFont[] };

const WIDTH_MM = SHEET.rightMm - SHEET.leftMm;
const LABEL_MM = 26;
const INK_HEIGHT_MM = 16;

function label(text: string): SheetCell {
  return {
    widthMm: LABEL_MM,
    middle: true,
    parts: textParts(text, LABEL_MM, { role: 'heiti', ink: 'red', align: 'centre' }),
  };
}

function value(text: string, widthMm: number): SheetCell {
  return { widthMm, middle: true, parts: textParts(text, widthMm) };
}

function inkPart(opinion: SheetOpinion, widthMm: number): CellPart[] {
  if (!opinion.inkSvgPath) {
    return [];
  }
  const pen = opinion.inkStrokeWidth ?? 0;
  const [x, y, w, h] = inkPathBox(opinion.inkSvgPath);
  const box: [number, number, number, number] = [x - pen, y - pen, w + 2 * pen, h + 2 * pen];
  const scale = Math.min(INK_HEIGHT_MM / box[3], (widthMm * 0.7) / box[2]);
  return [
    {
      kind: 'ink',
      path: {
        kind: 'path',
        xMm: 0,
        yMm: 0,
        widthMm: box[2] * scale,
        heightMm: box[3] * scale,
        data: opinion.inkSvgPath,
        viewBox: box,
        ...(pen > 0 ? { strokeWidth: pen } : {}),
      },
    },
  ];
}

function opinionParts(opinion: SheetOpinion, widthMm: number): CellPart[] {
  const behalf = opinion.onBehalfOf ? `（受${opinion.onBehalfOf}委托）` : '';
  const post = opinion.post ? `${opinion.post} ` : '';
  return [
    ...textParts(opinion.text, widthMm),
    ...inkPart(opinion, widthMm),
    ...textParts(`${post}${opinion.who}${behalf}　${opinion.at}`, widthMm, {
      role: 'kaiti',
      sizePt: 11,
      align: 'right',
    }),
    { kind: 'gap', heightMm: 2 },
  ];
}

const SECTIONS: readonly [string, OpinionPlace, number][] = [
  ['拟办意见', '拟办', 34],
  ['领导批示', '批示', 48],
  ['传阅签名', '传阅', 26],
  ['承办单位和结果', '承办', 34],
  ['其他', '其他', 0],
];

/** Most characters of all fields and opinions together. */
const MAX_CHARACTERS = 100_000;

function check(input: ProcessingSheet): void {
  const texts = [input.title, input.sender, ...input.opinions.flatMap((o) => [o.text, o.who, o.post, o.at])];
  if (texts.reduce((n, t) => n + t.length, 0) > MAX_CHARACTERS) {
    throw new TypesetError('document-too-large', `处理笺不能超过 ${MAX_CHARACTERS} 字`);
  }
  if (!chineseDate(input.date)) {
    throw new TypesetError('document-invalid', `日期须为 YYYY-MM-DD：${input.date}`);
  }
}

/** Lays the sheet out. */
function composeProcessingSheet(input: ProcessingSheet): Sheet {
  const sheet = new Sheet('red');
  sheet.heading(`${input.organ}${input.sheetTitle ?? '收文处理笺'}`, 'xiaobiaosong', 22, 'red');
  const half = WIDTH_MM / 2 - LABEL_MM;
  const pairs: [string, string | undefined, string, string | undefined][] = [
    ['来文单位', input.sender, '来文字号', input.senderNumber],
    ['收文编号', input.receiptNumber, '收文日期', input.receivedOn],
    ['紧急程度', input.urgency, '份数页数', input.extent],
  ];
  for (const [a, av, b, bv] of pairs) {
    sheet.row([label(a), value(av ?? '', half), label(b), value(bv ?? '', half)], 10);
  }
  const wide = WIDTH_MM - LABEL_MM;
  sheet.row([label('标题'), value(input.title, wide)], 14);
  sheet.row([label('办理时限'), value(input.dueOn ?? '', wide)], 10);
  for (const [name, place, heightMm] of SECTIONS) {
    const parts = input.opinions.filter((o) => o.place === place).flatMap((o) => opinionParts(o, wide));
    if (parts.length > 0 || heightMm > 0) {
      sheet.row([label(name), { widthMm: wide, parts }], heightMm);
    }
  }
  sheet.row([label('归档'), value(input.archived ?? '', wide)], 10);
  if (input.foot) {
    sheet.yMm += 2;
    sheet.paragraph(input.foot, { sizePt: 9, ink: 'grey', role: 'heiti' });
  }
  return sheet;
}

/** Sets the 处理笺 as PDF/A. @throws TypesetError */
export async function typesetProcessingSheet(
  input: ProcessingSheet,
  options: EngineOptions = {},
): Promise<SetSheet> {
  check(input);
  const { pages } = composeProcessingSheet(input).canvas;
  const facts = {
    title: settableText(`${input.organ}${input.sheetTitle ?? '收文处理笺'}：${input.title}`).replaceAll(
      '\n',
      '',
    ),
    authors: [settableText(input.organ)],
    keywords: input.receiptNumber ? [settableText(input.receiptNumber)] : [],
    date: input.date.split('-').map(Number) as [number, number, number],
  };
  return { ...(await drawPdf(pages, facts, options)), pages: pages.length };
}
