import { declareErrors } from '../../platform/errors/index.ts';

// Refusals of the font folder.
declareErrors({
  'fonts.not-usable': {
    status: 422,
    zh: '这个文件不能用作字体，没有放入。',
    en: 'This file cannot be used as a font. Nothing was added.',
    remedy: {
      zh: '请选单个 TTF 或 OTF 字体文件（字体集合 TTC 请先拆开），能在字处理软件里正常显示的。',
      en: 'Choose a single TTF or OTF font file (split a TTC collection first) that a word processor can show.',
    },
  },
  'fonts.too-large': {
    status: 413,
    zh: '字体文件太大，最多 60 MB，没有放入。',
    en: 'The font file is too large; at most 60 MB. Nothing was added.',
    remedy: {
      zh: '一个中文字体通常不到 30 MB，请核对选的文件。',
      en: 'A Chinese font is usually below 30 MB; check which file you chose.',
    },
  },
  'fonts.role-unclear': {
    status: 422,
    zh: '从文件名看不出这是哪一种字体，没有放入。',
    en: 'The file name does not tell which font this is. Nothing was added.',
    remedy: {
      zh: '请在“字体”页上选好用在哪里，再在那一行上传。',
      en: 'Choose on the fonts page what it is for and upload it in that row.',
    },
  },
  'fonts.few-characters': {
    status: 422,
    zh: '这个字体里没有常用汉字，没有放入。',
    en: 'This font lacks common Chinese characters. Nothing was added.',
    remedy: { zh: '请选中文字体的完整文件。', en: 'Choose the complete file of a Chinese font.' },
  },
  'fonts.not-found': {
    status: 404,
    zh: '没有这个字体文件，可能已经移除。',
    en: 'There is no such font file; it may have been removed.',
  },
});
