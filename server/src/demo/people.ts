import { officePeople } from './offices.ts';
import type { DemoPerson } from './organs.ts';

/** The demonstration password of every account; printed at start, valid on loopback demonstrations only. */
export const demoPassword = 'heting-2026';

const gov = 'heting';

/** The township's people, the villages', the named ones at the other ends, and the three administrators. */
const townPeople: readonly DemoPerson[] = [
  {
    login: 'sj',
    name: '张三',
    posts: [
      { organ: gov, title: '党委书记', role: 'principal-leader' },
      { organ: 'heting-committee', title: '党委书记', role: 'principal-leader' },
    ],
  },
  { login: 'zz', name: '李四', posts: [{ organ: gov, title: '镇长', role: 'principal-leader' }] },
  {
    login: 'fz1',
    name: '王五',
    posts: [{ organ: gov, title: '副镇长（农业、交通）', role: 'deputy-leader' }],
  },
  {
    login: 'fz2',
    name: '赵六',
    posts: [{ organ: gov, title: '副镇长（应急、民政）', role: 'deputy-leader' }],
  },
  {
    login: 'dzb',
    name: '钱七',
    posts: [
      { organ: gov, unit: '党政办公室', title: '党政办主任', role: 'office-director' },
      { organ: 'heting-committee', title: '党政办主任', role: 'office-director' },
    ],
  },
  {
    login: 'ws',
    name: '孙八',
    posts: [
      { organ: gov, unit: '党政办公室', title: '文书兼档案员', role: 'clerk' },
      { organ: 'heting-committee', title: '文书', role: 'clerk' },
      { organ: 'heting-congress', title: '文书', role: 'clerk' },
      { organ: 'heting-discipline', title: '文书', role: 'clerk' },
    ],
  },
  {
    login: 'yj',
    name: '周九',
    posts: [{ organ: gov, unit: '应急管理所', title: '应急管理所所长', role: 'section-head' }],
  },
  {
    login: 'cz',
    name: '吴十',
    posts: [{ organ: gov, unit: '财政所', title: '财政所会计', role: 'section-staff' }],
  },
  {
    login: 'mz',
    name: '郑甲',
    posts: [{ organ: gov, unit: '公共服务办公室', title: '公共服务办（民政）', role: 'section-head' }],
  },
  {
    login: 'ny',
    name: '冯乙',
    posts: [{ organ: gov, unit: '农业农村综合服务中心', title: '农业中心主任', role: 'section-head' }],
  },
  { login: 'zc', name: '朱寅', posts: [{ organ: gov, title: '驻村干部（竹沐岭）', role: 'resident-cadre' }] },
  {
    login: 'c1',
    name: '陈丙',
    posts: [{ organ: 'fengting', title: '村文书', role: 'village-clerk' }],
    largePrint: true,
  },
  { login: 'c2', name: '褚丁', posts: [{ organ: 'qianlongba', title: '村文书', role: 'village-clerk' }] },
  { login: 'c3', name: '蒋戊', posts: [{ organ: 'heyingwan', title: '村文书', role: 'village-clerk' }] },
  { login: 'c4', name: '沈己', posts: [{ organ: 'zhumuling', title: '村文书', role: 'village-clerk' }] },
  { login: 'c5', name: '韩庚', posts: [{ organ: 'xinhe', title: '社区文书', role: 'village-clerk' }] },
  {
    login: 'v1',
    name: '杨辛',
    posts: [{ organ: 'fengting', title: '村党支部书记', role: 'village-secretary' }],
  },
  {
    login: 'v2',
    name: '卫壬',
    posts: [{ organ: 'qianlongba', title: '村党支部书记', role: 'village-secretary' }],
  },
  {
    login: 'v3',
    name: '魏癸',
    posts: [{ organ: 'heyingwan', title: '村党支部书记', role: 'village-secretary' }],
  },
  {
    login: 'v4',
    name: '陶子',
    posts: [{ organ: 'zhumuling', title: '村党支部书记', role: 'village-secretary' }],
  },
  {
    login: 'v5',
    name: '姜丑',
    posts: [{ organ: 'xinhe', title: '社区党组织书记', role: 'village-secretary' }],
  },
  {
    login: 'xw',
    name: '秦卯',
    posts: [{ organ: 'county-gov-office', title: '县政府办文书', role: 'clerk' }],
  },
  {
    login: 'xw2',
    name: '水壬',
    posts: [{ organ: 'county-gov-office', title: '办公室副主任', role: 'office-director' }],
  },
  {
    login: 'xw3',
    name: '窦癸',
    posts: [{ organ: 'county-gov-office', title: '县政府办公室主任', role: 'principal-leader' }],
  },
  {
    login: 'xl',
    name: '尤辰',
    posts: [{ organ: 'county-forestry', title: '县林业局科员', role: 'county-clerk' }],
  },
  {
    login: 'xd',
    name: '许巳',
    posts: [
      { organ: 'county-archive', title: '档案馆接收员', role: 'archivist' },
      { organ: 'county-archive', title: '收发文书', role: 'county-clerk' },
    ],
  },
  {
    login: 'jc',
    name: '何午',
    posts: [{ organ: gov, title: '县检查组组长', role: 'inspector', untilWorkingDays: 2 }],
  },
  {
    login: 'sys',
    name: '吕未',
    posts: [{ organ: gov, title: '系统管理员', role: 'system-admin' }],
    totpSecret: 'YIWENDEMOSYSTEMADMINPLSNOTREAL2I',
  },
  {
    login: 'sec',
    name: '施申',
    posts: [{ organ: gov, title: '安全管理员', role: 'security-admin' }],
    totpSecret: 'YIWENDEMOSECURITYADMINNOTREAL2I2',
  },
  {
    login: 'aud',
    name: '张酉',
    posts: [{ organ: gov, title: '审计管理员', role: 'audit-admin' }],
    totpSecret: 'YIWENDEMOAUDITADMINPLSNOTREAL2I2',
  },
];

/** All accounts. */
export const people: readonly DemoPerson[] = [...townPeople, ...officePeople];
