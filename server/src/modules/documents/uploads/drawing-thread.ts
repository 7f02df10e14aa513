/** The thread behind `draw-page.ts`. */

import { parentPort, workerData } from 'node:worker_threads';
import { drawPageSvg, readOfd } from '@yiwen/formats/ofd';
import { sealPictures } from '@yiwen/trust/verification';
import type { DrawRequest } from './draw-page.ts';

const { bytes, page } = workerData as DrawRequest;
const document = readOfd(bytes);
parentPort!.postMessage(
  page < document.pages.length ? drawPageSvg(document, page, { stamps: sealPictures(document) }) : undefined,
);
