/** The thread that reads and draws an OFD: a hostile or huge file holds up nothing but itself. */
import { drawPageSvg, extractText, type OfdDocument, readOfd, type StampPicture } from '@yiwen/formats/ofd';
import { sealPictures } from '@yiwen/trust/verification';
import { MOST_HITS, type PageRun, type SearchHit } from '../page-source.ts';
import { findInText, type SearchableText, searchableText } from '../text/find-in-runs.ts';
import type { OfdAnswers, OfdOpened, OfdQuestion, OfdReply, OfdRequest } from './messages.ts';
import { ofdOutline } from './ofd-outline.ts';
import { pageRuns } from './ofd-runs.ts';
import { ofdStamps } from './ofd-stamps.ts';

let document: OfdDocument | undefined;
let seals: readonly StampPicture[] = [];
let texts: (readonly PageRun[])[] | undefined;
const searchable = new Map<number, SearchableText>();

function opened(): OfdDocument {
  if (document === undefined) {
    throw new Error('the file was not opened');
  }
  return document;
}

function open(bytes: Uint8Array): OfdOpened {
  const read = readOfd(bytes);
  if (read.pages.length === 0) {
    throw new Error('the file has no pages');
  }
  document = read;
  seals = sealPictures(read);
  return {
    sizes: read.pages.map(({ area: { widthMm, heightMm } }) => ({ widthMm, heightMm })),
    ...ofdOutline(read),
    stamps: ofdStamps(read),
  };
}

function runsOf(page: number): readonly PageRun[] {
  texts ??= pageRuns(opened(), extractText(opened()));
  return texts[page] ?? [];
}

function search(query: string): OfdAnswers['search'] {
  const hits: SearchHit[] = [];
  for (let page = 0; page < opened().pages.length && hits.length < MOST_HITS; page += 1) {
    const text = searchable.get(page) ?? searchableText(runsOf(page));
    searchable.set(page, text);
    hits.push(...findInText(page, text, query));
  }
  return { hits: hits.slice(0, MOST_HITS), cut: hits.length >= MOST_HITS };
}

function answer(question: OfdQuestion): OfdAnswers[OfdQuestion['ask']] {
  switch (question.ask) {
    case 'open':
      return open(question.bytes);
    case 'draw':
      return new Blob([drawPageSvg(opened(), question.page, { stamps: seals })], { type: 'image/svg+xml' });
    case 'runs':
      return [...runsOf(question.page)];
    case 'search':
      return search(question.query);
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
