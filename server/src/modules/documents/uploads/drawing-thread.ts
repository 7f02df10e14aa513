/** The thread behind `draw-page.ts`. */

import { drawSvg, showablePictures } from '@yiwen/formats/drawing';
import { displayPage, readOfd } from '@yiwen/formats/ofd';
import { sealPictures } from '@yiwen/trust/verification';
import { answerRequests } from './answer-in-thread.ts';
import type { DrawRequest } from './draw-page.ts';

answerRequests(async ({ bytes, page }: DrawRequest) => {
  const document = readOfd(bytes);
  if (page >= document.pages.length) {
    return undefined;
  }
  const list = displayPage(document, page, { stamps: sealPictures(document) });
  const { pictures } = await showablePictures(list);
  return drawSvg(list, { idPrefix: `p${page}`, pictures });
});
