/**
 * The input of the typesetter: one official document as typed fields and blocks.
 *
 * Field names follow the 18 format elements of 党政机关公文处理工作条例 art. 9 and the
 * special formats of GB/T 9704-2012 §10. All text is plain text: nothing in it is markup.
 */

/**
 * The layout to use. A layout is not a 文种: a 函 may be set as 文件 or 信函.
 * - `文件`: red head, downward or level document
 * - `上行`: the same head with 签发人 on the line of the number (GB/T 9704 §7.2.6)
 * - `信函`: letter, double red lines (§10.1)
 * - `命令`: order (§10.2)
 * - `纪要`: minutes (§10.3)
 */
export type DocumentForm = '文件' | '上行' | '信函' | '命令' | '纪要';

/**
 * One block of the body. `text` is plain text without the paragraph indent; a line break in it
 * starts a new paragraph. The numbering ("一、", "（一）", "1.", "（1）") is part of the text.
 * A `paragraph` that begins with "一、" or "（一）" followed by one short sentence and more text
 * gets that sentence in 黑体 or 楷体 (run-in heading); a `heading1`…`heading4` is set wholly so
 * unless it contains more than its first sentence. A `table` carries `rows`, its `text` is the caption.
 */
export type Block = {
  id: string;
  kind: 'paragraph' | 'heading1' | 'heading2' | 'heading3' | 'heading4' | 'table';
  text: string;
  /** Cells of a table, first row = header. Only for `kind: 'table'`. */
  rows?: string[][];
  /** Relative column widths of a table; equal when absent. */
  columnWeights?: number[];
};

/** An attachment: named under the text (附件说明) and, with `body`, set on pages of its own. */
export type Attachment = { title: string; body?: Block[] };

/** 发文字号: `{ code: '禾汀政发', year: 2026, n: 12 }` prints 禾汀政发〔2026〕12号. */
export type DocumentNumber = { code: string; year: number; n: number };

/** 出席、请假、列席 of minutes (GB/T 9704 §10.3), each a ready list of names. */
export type Attendance = { 出席?: string; 请假?: string; 列席?: string };

/** The check mark of every page: an address for the QR code, up to 280 bytes, and the short code beside it. */
export type VerifyMark = { url: string; code: string };

/** One official document, ready to be set. Dates are `YYYY-MM-DD` and printed in Chinese form. */
export type OfficialDocument = {
  form: DocumentForm;
  /**
   * 发文机关标志: the names in it, lead organ first; more than one = joint issue (联合行文).
   * For 纪要 the whole mark ("…会议纪要"); for 命令 the organ's full name without 令.
   */
  organMark: string[];
  /** Adds 文件 after the names (only for 文件 and 上行). */
  withWenjian: boolean;
  /** Absent while no number has been taken: a blank number line keeps its place. */
  number?: DocumentNumber;
  /** 签发人, required by 上行; organ order. */
  signers?: string[];
  urgency?: '特急' | '加急';
  /** 份号, six digits. */
  copyNumber?: string;
  /** 标题 without line breaks; empty only for 命令 and 纪要. A `\n` fixes a break by hand. */
  title: string;
  /** Words of the title that must not be split over lines, beside the built-in ones. */
  titleWords?: string[];
  /** 主送机关 without the final colon; empty when there is none (通告, 纪要). */
  mainReceivers: string;
  body: Block[];
  attachments: Attachment[];
  /** 发文机关署名, lead organ first; empty when there is none. */
  signature: string[];
  /** 成文日期. Absent on a draft: its place stays, nothing is printed. */
  date?: string;
  /** True when an organ seal will be pressed: decides the place of 署名 and 成文日期. */
  sealed: boolean;
  /** Diameter of each organ's seal in mm, 42 when absent (township); one value or one per signature. */
  sealDiameterMm?: number | number[];
  /** Signature stamp of the person in charge (签名章), for 命令. */
  signatureStamp?: { post: string; name: string };
  /** 附注, without the brackets. */
  note?: string;
  /** 抄送机关 without 抄送： and the full stop. */
  cc?: string;
  /** 印发机关. */
  printedBy?: string;
  /** 印发日期. */
  printedOn?: string;
  attendance?: Attendance;
  verify?: VerifyMark;
  /** Large pale word over every page, for drafts. */
  watermark?: string;
};

/** A box on a page, millimetres from the top left corner of the paper; pages count from 1. */
export type PageBox = { page: number; xMm: number; yMm: number; widthMm: number; heightMm: number };

/** The place of one seal: its centre, and the organ whose name it presses. */
export type SealPlace = { page: number; xMm: number; yMm: number; diameterMm: number; organ: string };

/** One grid line of running text: `yMm` is the top of the character box. */
export type SetLine = {
  page: number;
  kind:
    | 'title'
    | 'mainReceivers'
    | 'body'
    | 'attachmentNote'
    | 'note'
    | 'attachment'
    | 'attachmentTitle'
    | 'attendance';
  block?: string;
  xMm: number;
  yMm: number;
  widthMm: number;
  text: string;
  /** Natural width in grid cells before justification (28 fill the type area). */
  cells: number;
};

/** Where everything stands; the same with any font. Absent elements are absent keys. */
export type Positions = {
  organMark?: PageBox;
  number?: PageBox;
  signers?: PageBox;
  redLine?: PageBox;
  title?: PageBox;
  mainReceivers?: PageBox;
  /** First line of the text. */
  bodyStart?: PageBox;
  /** Last line of the text, attachments note or attendance before the signature. */
  bodyEnd?: PageBox;
  signatures: PageBox[];
  date?: PageBox;
  seals: SealPlace[];
  note?: PageBox;
  imprint?: PageBox;
  cc?: PageBox;
  printed?: PageBox;
  pageNumbers: PageBox[];
  /** The check mark of each page: symbol and words, and the QR symbol alone. */
  checkMarks: (PageBox & { symbol: PageBox })[];
  lines: SetLine[];
  /** Distance from one grid line to the next; 10.445 mm unless it was adjusted to make room. */
  linePitchMm: number;
  linesPerPage: number;
};
