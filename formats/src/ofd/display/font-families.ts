/**
 * What stands in for a font that is not embedded, by what its name contains. The file's own name is never handed
 * on. Positions come from the deltas, so another font's widths do not move the layout.
 */

/** The kinds of typeface an office file asks for; each has open fonts and CSS families that come close. */
export type FontRole =
  | 'song'
  | 'fangsong'
  | 'kai'
  | 'hei'
  | 'xiaobiaosong'
  | 'latin-serif'
  | 'latin-sans'
  | 'mono';

/** First match wins, so that 仿宋 and 小标宋 are not taken for 宋, nor 等线 for a Latin face. */
const names: readonly (readonly [RegExp, FontRole])[] = [
  [/小标宋|大标宋|中宋|xiao ?biao ?song|xbs|da ?biao ?song|zhong ?song/i, 'xiaobiaosong'],
  [/仿宋|fang ?song|fs_gb/i, 'fangsong'],
  [
    /楷|隶|魏碑|行楷|姚体|舒体|瘦金|kai(?!ser)|li ?su|lishu|sti?liti|wei ?bei|xing ?kai|biao ?kai|dfkai/i,
    'kai',
  ],
  [
    /黑|圆|等线|雅黑|苹方|微软|hei|yahei|you ?yuan|deng ?xian|pingfang|gothic|source ?han ?sans|noto ?sans ?(cjk|sc)|wenquanyi/i,
    'hei',
  ],
  [/宋|明体|song|sim ?sun|ming ?li ?u|source ?han ?serif|noto ?serif ?(cjk|sc)/i, 'song'],
  [/courier|mono|consol|menlo|typewriter|fixed|ocr/i, 'mono'],
  [
    /arial|helvetica|sans|calibri|verdana|tahoma|segoe|univers|frutiger|myriad|roboto|trebuchet/i,
    'latin-sans',
  ],
  [
    /times|roman|georgia|serif|garamond|cambria|palatino|century|book ?antiqua|minion|baskerville/i,
    'latin-serif',
  ],
];

const families: Readonly<Record<FontRole, string>> = {
  song: "'SimSun','Songti SC','STSong','宋体','Noto Serif SC','Noto Serif CJK SC','Source Han Serif SC',serif",
  fangsong: "'FangSong','FangSong_GB2312','STFangsong','仿宋','Noto Serif SC','SimSun',serif",
  kai: "'KaiTi','KaiTi_GB2312','STKaiti','Kaiti SC','楷体','Noto Serif SC',serif",
  hei: "'SimHei','Microsoft YaHei','Heiti SC','Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC',sans-serif",
  xiaobiaosong:
    "'FZXiaoBiaoSong-B05S','方正小标宋简体','STZhongsong','Noto Serif SC','Source Han Serif SC','SimSun',serif",
  'latin-serif': "'Times New Roman',Times,'Liberation Serif','Noto Serif SC','SimSun',serif",
  'latin-sans': "Arial,Helvetica,'Liberation Sans','Noto Sans SC','SimHei',sans-serif",
  mono: "'Courier New','Liberation Mono','Noto Sans Mono','SimSun',monospace",
};

/** The clerical script has no open stand-in, but a machine may have the real one. */
const clerical = `'LiSu','STLiti','隶书',${families.kai}`;

/** The role of a font by its name (and family name, appended); what is unknown is 宋体, the office's default. */
export function fontRole(name: string): FontRole {
  return names.find(([pattern]) => pattern.test(name))?.[1] ?? 'song';
}

/** A CSS font-family list of ours for a font's name. */
export function cssFamilies(name: string): string {
  return /隶|li ?su|lishu|stliti/i.test(name) ? clerical : families[fontRole(name)];
}
