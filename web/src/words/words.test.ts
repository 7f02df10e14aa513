import { describe, expect, it } from 'vitest';
import { adminWords } from './admin-words.ts';
import { draftWords } from './draft-words.ts';
import { en } from './en.ts';
import { fill, placesOf } from './fill.ts';
import { sealWords } from './seal-words.ts';
import { setupWords } from './setup-words.ts';
import { verifyWords } from './verify-words.ts';
import { viewerWords } from './viewer-words.ts';
import { zh } from './zh.ts';

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : leaves(value, `${path}${key}.`),
  );
}

const chinese = new Map(
  leaves({
    ...zh,
    ...adminWords.zh,
    draft: { ...zh.draft, ...draftWords.zh },
    setup: { ...zh.setup, ...setupWords.zh },
    viewer: viewerWords.zh,
    seal: sealWords.zh,
    verify: verifyWords.zh,
  }),
);
const english = new Map(
  leaves({
    ...en,
    ...adminWords.en,
    draft: { ...en.draft, ...draftWords.en },
    setup: { ...en.setup, ...setupWords.en },
    viewer: viewerWords.en,
    seal: sealWords.en,
    verify: verifyWords.en,
  }),
);

/** Latin words a Chinese office uses as they are. */
const ALLOWED = new Set(['OFD', 'PDF', 'DOCX', 'TTF', 'OTF', 'TTC', 'MB', 'English']);
/** The switch to the other language is written in that language. */
const OTHER_LANGUAGE = 'nav.otherLanguage';

describe('catalogues', () => {
  it('have the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it('leave no sentence empty', () => {
    for (const [key, sentence] of [...chinese, ...english]) {
      expect(sentence.trim(), key).not.toBe('');
    }
  });

  it('take the same values in each sentence', () => {
    for (const [key, sentence] of chinese) {
      expect(placesOf(english.get(key) ?? ''), key).toEqual(placesOf(sentence));
    }
  });

  it('leave no Latin word in Chinese', () => {
    for (const [key, sentence] of chinese) {
      const words = sentence.replace(/\{[^}]*\}/g, '').match(/[A-Za-z][A-Za-z-]+/g) ?? [];
      expect(
        words.filter((word) => !ALLOWED.has(word)),
        key,
      ).toEqual([]);
    }
  });

  it('leave Chinese in English only where it is quoted from a document', () => {
    const quoted = new Set([
      'setup.organCodeHelp',
      'draft.withWenjian',
      'draft.mainPlaceholder',
      'draft.bodyPlaceholder',
    ]);
    for (const [key, sentence] of english) {
      if (key !== OTHER_LANGUAGE && !quoted.has(key)) {
        expect(/[\u4e00-\u9fff]/.test(sentence), `${key}: ${sentence}`).toBe(false);
      }
    }
  });

  it('say no “operation succeeded”, no exclamation marks and no codes', () => {
    for (const [key, sentence] of [...chinese, ...english]) {
      expect(/操作成功|！|!|错误码|[Ee]rror code/.test(sentence), `${key}: ${sentence}`).toBe(false);
    }
  });
});

describe('a sentence', () => {
  it('takes its values, and the plural of English', () => {
    expect(fill('还有 {n} 个工作日', { n: 2 })).toBe('还有 2 个工作日');
    expect(fill('{n} working {n:day|days} left', { n: 1 })).toBe('1 working day left');
    expect(fill('{n} working {n:day|days} left', { n: 2 })).toBe('2 working days left');
  });

  it('keeps a place for which there is no value', () => {
    expect(fill('{name}送来', {})).toBe('{name}送来');
  });
});
