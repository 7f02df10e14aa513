/**
 * CSS families for fonts that are not embedded, by what their name contains. The file's own name is never
 * written out. Positions come from the deltas, so another font's widths do not move the layout.
 */
const families: readonly (readonly [RegExp, string])[] = [
  [
    /小标宋|xiaobiaosong/i,
    "'FZXiaoBiaoSong-B05S','方正小标宋简体','Noto Serif SC','Source Han Serif SC','SimSun',serif",
  ],
  [/仿宋|fang ?song/i, "'FangSong','FangSong_GB2312','STFangsong','仿宋','Noto Serif SC','SimSun',serif"],
  [/楷|kai/i, "'KaiTi','KaiTi_GB2312','STKaiti','Kaiti SC','楷体','Noto Serif SC',serif"],
  [
    /黑|hei|gothic|yahei|雅黑/i,
    "'SimHei','Microsoft YaHei','Heiti SC','Noto Sans SC','Source Han Sans SC',sans-serif",
  ],
  [/courier|mono|consol/i, "'Courier New','Noto Sans Mono',monospace"],
  [/arial|helvetica|sans|calibri|verdana|tahoma/i, "Arial,Helvetica,'Noto Sans SC',sans-serif"],
  [/times|roman|georgia|serif/i, "'Times New Roman',Times,'Noto Serif SC',serif"],
];

const otherwise = "'SimSun','Songti SC','STSong','宋体','Noto Serif SC','Source Han Serif SC',serif";

/** A CSS font-family list for a font's name; 宋体 and everything unknown give the Song stack. */
export function cssFamilies(name: string): string {
  return families.find(([pattern]) => pattern.test(name))?.[1] ?? otherwise;
}
