/** The page as a node serves it. Built under the fixed name /public-verify.js, since the node makes the HTML around it. */

import type { VerifyLists } from '@yiwen/trust/paper';
import readerAddress from 'zxing-wasm/reader/zxing_reader.wasm?url';
import CheckWorker from './check-worker.ts?worker';
import type { Means } from './means.ts';
import { runPublicPage } from './public-page.ts';

const language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
let lists: Promise<VerifyLists> | undefined;

const means: Means = {
  language,
  isOnline: true,
  lists() {
    lists ??= fetch('/verify/lists.json').then((answer) => {
      if (!answer.ok) {
        throw new Error(`lists: ${answer.status}`);
      }
      return answer.json() as Promise<VerifyLists>;
    });
    lists.catch(() => {
      lists = undefined;
    });
    return lists;
  },
  worker: () => new CheckWorker(),
  codeReader: () => readerAddress,
  async showFile(place, file, report) {
    const { mountViewer } = await import('../../viewer/mount-viewer.tsx');
    return await mountViewer(place, file, report, language);
  },
};

const main = document.querySelector('main')!;
// A printed code opens /v/{code}#{digits}: what stands after # is read here and sent nowhere.
const isCode = /^\/v\/\d{20}$/.test(location.pathname);
const asked = new URLSearchParams(location.search).get('code')?.replace(/\D/g, '');
runPublicPage(main, means, {
  ...(isCode ? { address: location.href.replace(location.search, '') } : {}),
  ...(asked?.length === 20 ? { code: asked } : {}),
});
