/** The thread behind `draw-page.ts`. */

import { drawPageSvg, readOfd } from '@yiwen/formats/ofd';
import { sealPictures } from '@yiwen/trust/verification';
import { answerRequests } from './answer-in-thread.ts';
import type { DrawRequest } from './draw-page.ts';

answerRequests(({ bytes, page }: DrawRequest) => {
  const document = readOfd(bytes);
  return page < document.pages.length
    ? drawPageSvg(document, page, { stamps: sealPictures(document) })
    : undefined;
});
