/** The page in the one file that needs no network: lists, worker and reader of codes stand in it as text. */
import type { VerifyLists } from '@yiwen/trust/paper';
import type { Means } from './means.ts';
import { runPublicPage } from './public-page.ts';

const textOf = (id: string): string => document.getElementById(id)?.textContent ?? '';
const kept = JSON.parse(textOf('lists')) as VerifyLists;
const language = /[?#&]lang=en/.test(location.href) ? 'en' : 'zh';
const workerAddress = URL.createObjectURL(new Blob([textOf('check-worker')], { type: 'text/javascript' }));

const means: Means = {
  language,
  isOnline: false,
  lists: async () => kept,
  worker: () => new Worker(workerAddress),
  codeReader: () => Uint8Array.from(atob(textOf('code-reader')), (one) => one.charCodeAt(0)).buffer,
};

document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
if (language === 'en') {
  document.querySelector('header .name')!.textContent = '一文通 Yiwen';
}
const other = document.querySelector<HTMLAnchorElement>('header .other')!;
other.textContent = language === 'zh' ? 'English' : '中文';
other.addEventListener('click', (event) => {
  event.preventDefault();
  location.hash = language === 'zh' ? 'lang=en' : 'lang=zh';
  location.reload();
});
runPublicPage(document.querySelector('main')!, means);
