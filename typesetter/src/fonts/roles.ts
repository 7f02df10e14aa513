/**
 * Which font plays which part on a page, and which file is taken for it.
 *
 * GB/T 9704 names 仿宋, 楷体, 黑体 and 小标宋. None of them may be shipped freely, so each role has
 * an open stand-in from npm that always suffices; a file in the office's font folder wins.
 */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** 仿宋 text, 楷体 second level and names, 黑体 first level, 小标宋 title and red head, 宋体 page numbers. */
export type FontRole = 'fangsong' | 'kaiti' | 'heiti' | 'xiaobiaosong' | 'redhead' | 'songti';

/** All roles, in the order in which fonts are reported. */
export const FONT_ROLES: readonly FontRole[] = [
  'fangsong',
  'kaiti',
  'heiti',
  'xiaobiaosong',
  'redhead',
  'songti',
];

/** What an office calls each role. */
export const FONT_ROLE_NAMES: Readonly<Record<FontRole, string>> = {
  fangsong: '仿宋',
  kaiti: '楷体',
  heiti: '黑体',
  xiaobiaosong: '小标宋',
  redhead: '红头小标宋',
  songti: '宋体',
};

/** One candidate file of a role. */
export type FontFile = { path: string; standIn: boolean };

const require = createRequire(import.meta.url);

const SERIF = dirname(require.resolve('@expo-google-fonts/noto-serif-sc/package.json'));
const SANS = dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));

function standIns(): Record<FontRole, string> {
  const regular = join(SERIF, '400Regular/NotoSerifSC_400Regular.ttf');
  return {
    fangsong: regular,
    kaiti: regular,
    heiti: join(SANS, '500Medium/NotoSansSC_500Medium.ttf'),
    xiaobiaosong: join(SERIF, '700Bold/NotoSerifSC_700Bold.ttf'),
    redhead: join(SERIF, '900Black/NotoSerifSC_900Black.ttf'),
    songti: regular,
  };
}

/** The heavier file of each of the fonts above that has one: what stands in for bold letters. */
export const CHINESE_WEIGHTS: ReadonlyMap<string, string> = new Map([
  [join(SERIF, '400Regular/NotoSerifSC_400Regular.ttf'), join(SERIF, '700Bold/NotoSerifSC_700Bold.ttf')],
  [join(SERIF, '700Bold/NotoSerifSC_700Bold.ttf'), join(SERIF, '900Black/NotoSerifSC_900Black.ttf')],
  [join(SANS, '500Medium/NotoSansSC_500Medium.ttf'), join(SANS, '700Bold/NotoSansSC_700Bold.ttf')],
]);

/** Words in a file name that tell its role; the first match decides, so 仿宋 and 小标宋 stand before 宋. */
const NAME_MARKS: readonly [RegExp, readonly FontRole[]][] = [
  [/仿宋|fang_?song|fzfs|fandolfang|stfang/i, ['fangsong']],
  [/小标宋|xiao_?biao_?song|xbs/i, ['xiaobiaosong', 'redhead']],
  [/楷|kai/i, ['kaiti']],
  [/黑|hei/i, ['heiti']],
  [/宋|song|simsun/i, ['songti']],
];

/** Tells the roles of a font file from its name; none when the name says nothing. */
export function rolesOfFileName(fileName: string): readonly FontRole[] {
  return NAME_MARKS.find(([mark]) => mark.test(fileName))?.[1] ?? [];
}

/**
 * The files to try for each role, best first: the office's own (folders in the order given), then
 * the stand-in, then the other stand-ins for characters the first ones lack.
 */
export function fontChain(folders: readonly string[]): Record<FontRole, FontFile[]> {
  const defaults = standIns();
  const chain = Object.fromEntries(FONT_ROLES.map((role) => [role, [] as FontFile[]])) as Record<
    FontRole,
    FontFile[]
  >;
  for (const folder of folders) {
    for (const name of readdirSync(folder).sort()) {
      if (/\.(ttf|otf)$/i.test(name)) {
        for (const role of rolesOfFileName(name)) {
          chain[role].push({ path: join(folder, name), standIn: false });
        }
      }
    }
  }
  for (const role of FONT_ROLES) {
    for (const path of new Set([defaults[role], defaults.fangsong, defaults.heiti])) {
      chain[role].push({ path, standIn: true });
    }
  }
  return chain;
}
