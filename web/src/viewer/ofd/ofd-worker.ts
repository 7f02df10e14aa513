/** The thread that reads and draws an OFD: a hostile or huge file holds up nothing but itself. */
import {
  drawPageSvg,
  extractPageText,
  type OfdDocument,
  readOfd,
  type StampPicture,
  searchRuns,
  type TextRun,
} from '@yiwen/formats/ofd';
import { sealPictures } from '@yiwen/trust/verification';
import { MOST_HITS, type PaperSize, type SearchHit } from '../page-source.ts';
import type { OfdAnswers, OfdOpened, OfdQuestion, OfdReply, OfdRequest } from './messages.ts';
import { ofdOutline } from './ofd-outline.ts';
import { fromCorner, ofdRuns } from './ofd-runs.ts';
import { ofdStamps } from './ofd-stamps.ts';

/** So many pages are read before anything is shown. */
const SIZES_AT_ONCE = 8;

let document: OfdDocument | undefined;
let seals: readonly StampPicture[] = [];
/** Texts of the pages a search has gone through: the next key searches them again. */
const texts = new Map<number, readonly TextRun[]>();

function opened(): OfdDocument {
  if (document === undefined) {
    throw new Error('the file was not opened');
  }
  return document;
}

function sizesOf(from: number, to: number): PaperSize[] {
  return opened()
    .pages.slice(from, to)
    .map(({ area: { widthMm, heightMm } }) => ({ widthMm, heightMm }));
}

function open(bytes: Uint8Array): OfdOpened {
  const read = readOfd(bytes);
  if (read.pages.length === 0) {
    throw new Error('the file has no pages');
  }
  document = read;
  seals = sealPictures(read);
  return {
    pages: read.pages.length,
    sizes: sizesOf(0, SIZES_AT_ONCE),
    ...ofdOutline(read),
    stamps: ofdStamps(read),
  };
}

function search(query: string): OfdAnswers['search'] {
  const { pages } = opened();
  const hits: SearchHit[] = [];
  for (let page = 0; page < pages.length && hits.length < MOST_HITS; page += 1) {
    const runs = texts.get(page) ?? extractPageText(opened(), page);
    texts.set(page, runs);
    for (const { boxes } of searchRuns(runs, query)) {
      hits.push({ page, boxes: boxes.map((box) => fromCorner(box, pages[page]?.area)) });
    }
  }
  return { hits: hits.slice(0, MOST_HITS), cut: hits.length >= MOST_HITS };
}

function answer(question: OfdQuestion): OfdAnswers[OfdQuestion['ask']] {
  switch (question.ask) {
    case 'open':
      return open(question.bytes);
    case 'sizes':
      return sizesOf(question.from, question.to);
    case 'draw':
      return new Blob(
        [drawPageSvg(opened(), question.page, { stamps: seals, printing: question.printing })],
        { type: 'image/svg+xml' },
      );
    case 'runs':
      return ofdRuns(opened(), question.page);
    case 'search':
      return search(question.query);
    case 'close':
      document = undefined;
      seals = [];
      texts.clear();
      return true;
  }
}

addEventListener('message', ({ data }: MessageEvent<OfdRequest>) => {
  const { id, question } = data;
  let reply: OfdReply;
  try {
    reply = { id, answer: answer(question) };
  } catch (error) {
    reply = { id, fault: error instanceof Error ? error.message : String(error) };
  }
  postMessage(reply);
});
