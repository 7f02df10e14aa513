/** The organs, units and posts of the demonstration world (澜川市青槐县禾汀镇, entirely fictional). */

import type { Role } from '../modules/permissions/index.ts';

/** One account of the demonstration world. `posts` are the posts held, the first one active at sign-in. */
export type DemoPerson = {
  login: string;
  /** Placeholder name: a surname from the 百家姓 with a stem or digit; a match with anybody is chance. */
  name: string;
  posts: {
    organ: string;
    unit?: string;
    title: string;
    role: Role;
    /** Working days from the first start. */
    untilWorkingDays?: number;
  }[];
  largePrint?: boolean;
  /** Secret of the TOTP second factor, base32. */
  totpSecret?: string;
};

/** One organ; `agencyCode` is its 机关代字, `creditCode` a fake organisation code (the letter O never stands in a real one). */
export type DemoOrgan = {
  key: string;
  parent?: string;
  name: string;
  shortName: string;
  kind:
    | 'city'
    | 'county'
    | 'party'
    | 'government'
    | 'department'
    | 'township'
    | 'village'
    | 'community'
    | 'archive';
  agencyCode: string;
  creditCode: string;
  /** Units inside the organ (内设机构). */
  units?: string[];
};

const code = (n: number): string => `11DEMO${String(n).padStart(10, '0')}OX`;

/** All organs, parents before children. */
export const organs: readonly DemoOrgan[] = [
  {
    key: 'city',
    name: '澜川市人民政府',
    shortName: '澜川市',
    kind: 'city',
    agencyCode: '澜川政',
    creditCode: code(1),
  },
  {
    key: 'county-committee',
    parent: 'city',
    name: '中共青槐县委员会',
    shortName: '青槐县委',
    kind: 'party',
    agencyCode: '青槐委',
    creditCode: code(2),
  },
  {
    key: 'county-committee-office',
    parent: 'county-committee',
    name: '中共青槐县委办公室',
    shortName: '县委办公室',
    kind: 'party',
    agencyCode: '青槐委办',
    creditCode: code(3),
  },
  {
    key: 'county-gov',
    parent: 'city',
    name: '青槐县人民政府',
    shortName: '县人民政府',
    kind: 'county',
    agencyCode: '青槐政',
    creditCode: code(4),
  },
  {
    key: 'county-gov-office',
    parent: 'county-gov',
    name: '青槐县人民政府办公室',
    shortName: '县政府办公室',
    kind: 'government',
    agencyCode: '青槐政办',
    creditCode: code(5),
  },
  {
    key: 'county-agriculture',
    parent: 'county-gov',
    name: '青槐县农业农村局',
    shortName: '县农业农村局',
    kind: 'department',
    agencyCode: '青槐农',
    creditCode: code(6),
  },
  {
    key: 'county-civil',
    parent: 'county-gov',
    name: '青槐县民政局',
    shortName: '县民政局',
    kind: 'department',
    agencyCode: '青槐民',
    creditCode: code(7),
  },
  {
    key: 'county-emergency',
    parent: 'county-gov',
    name: '青槐县应急管理局',
    shortName: '县应急管理局',
    kind: 'department',
    agencyCode: '青槐应急',
    creditCode: code(8),
  },
  {
    key: 'county-forestry',
    parent: 'county-gov',
    name: '青槐县林业局',
    shortName: '县林业局',
    kind: 'department',
    agencyCode: '青槐林',
    creditCode: code(9),
  },
  {
    key: 'county-transport',
    parent: 'county-gov',
    name: '青槐县交通运输局',
    shortName: '县交通运输局',
    kind: 'department',
    agencyCode: '青槐交',
    creditCode: code(10),
  },
  {
    key: 'county-finance',
    parent: 'county-gov',
    name: '青槐县财政局',
    shortName: '县财政局',
    kind: 'department',
    agencyCode: '青槐财',
    creditCode: code(11),
  },
  {
    key: 'county-data',
    parent: 'county-gov',
    name: '青槐县政务服务和数据局',
    shortName: '县政务服务和数据局',
    kind: 'department',
    agencyCode: '青槐政数',
    creditCode: code(12),
  },
  {
    key: 'county-archive',
    parent: 'county-gov',
    name: '青槐县档案馆',
    shortName: '县档案馆',
    kind: 'archive',
    agencyCode: '青槐档',
    creditCode: code(13),
  },
  {
    key: 'luping',
    parent: 'county-gov',
    name: '鹭坪镇人民政府',
    shortName: '鹭坪镇',
    kind: 'township',
    agencyCode: '鹭坪政',
    creditCode: code(14),
  },
  {
    key: 'shique',
    parent: 'county-gov',
    name: '石阙乡人民政府',
    shortName: '石阙乡',
    kind: 'township',
    agencyCode: '石阙政',
    creditCode: code(15),
  },
  {
    key: 'heting',
    parent: 'county-gov',
    name: '禾汀镇人民政府',
    shortName: '禾汀镇',
    kind: 'township',
    agencyCode: '禾汀政',
    creditCode: code(16),
    units: [
      '党政办公室',
      '党建办公室',
      '经济发展办公室',
      '公共服务办公室',
      '平安法治办公室',
      '应急管理所',
      '财政所',
      '综合行政执法队',
      '农业农村综合服务中心',
      '党群服务中心',
    ],
  },
  {
    key: 'heting-committee',
    parent: 'county-committee',
    name: '中共禾汀镇委员会',
    shortName: '禾汀镇党委',
    kind: 'party',
    agencyCode: '禾汀委',
    creditCode: code(17),
  },
  {
    key: 'heting-congress',
    parent: 'county-gov',
    name: '禾汀镇人大主席团',
    shortName: '禾汀镇人大',
    kind: 'government',
    agencyCode: '禾汀人',
    creditCode: code(18),
  },
  {
    key: 'heting-discipline',
    parent: 'county-committee',
    name: '中共禾汀镇纪律检查委员会',
    shortName: '禾汀镇纪委',
    kind: 'party',
    agencyCode: '禾汀纪',
    creditCode: code(19),
  },
  {
    key: 'fengting',
    parent: 'heting',
    name: '枫汀村村民委员会',
    shortName: '枫汀村',
    kind: 'village',
    agencyCode: '枫汀村',
    creditCode: code(20),
  },
  {
    key: 'qianlongba',
    parent: 'heting',
    name: '前垄坝村村民委员会',
    shortName: '前垄坝村',
    kind: 'village',
    agencyCode: '前垄坝村',
    creditCode: code(21),
  },
  {
    key: 'heyingwan',
    parent: 'heting',
    name: '鹤影湾村村民委员会',
    shortName: '鹤影湾村',
    kind: 'village',
    agencyCode: '鹤影湾村',
    creditCode: code(22),
  },
  {
    key: 'zhumuling',
    parent: 'heting',
    name: '竹沐岭村村民委员会',
    shortName: '竹沐岭村',
    kind: 'village',
    agencyCode: '竹沐岭村',
    creditCode: code(23),
  },
  {
    key: 'xinhe',
    parent: 'heting',
    name: '新禾社区居民委员会',
    shortName: '新禾社区',
    kind: 'community',
    agencyCode: '新禾社区',
    creditCode: code(24),
  },
];
