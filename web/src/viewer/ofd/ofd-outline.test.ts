import { newOfd, readOfd } from '@yiwen/formats/ofd';
import { expect, it } from 'vitest';
import { ofdOutline } from './ofd-outline.ts';

it('tells for every line of the outline which page it leads to', () => {
  const ofd = newOfd({ id: '0f8fad5b-d9cb-469f-a165-70867728950e', title: '目录' });
  const pages = [ofd.page(210, 297), ofd.page(210, 297)];
  for (const [index, page] of pages.entries()) {
    ofd.outline(`第 ${index + 1} 节`, { page });
  }
  ofd.outline('网址', { uri: 'javascript:alert(1)' });
  const { outline, goals } = ofdOutline(readOfd(ofd.write()));
  expect(outline.map(({ title, key }) => [title, goals[key]?.page])).toEqual([
    ['第 1 节', 0],
    ['第 2 节', 1],
    ['网址', undefined],
  ]);
});
