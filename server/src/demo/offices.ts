/**
 * Who sits at the other ends of the exchange, so that every organ can sign for what it is sent and every organ that
 * issues has a drafter, a reviewer and a signer. Names are placeholders: surnames of the 百家姓 with stems and branches.
 */
import type { DemoPerson } from './organs.ts';

type Office = { organ: string; login: string; clerk: string; director?: string; leader?: [string, string] };

const offices: readonly Office[] = [
  { organ: 'city', login: 'lcs', clerk: '严甲' },
  { organ: 'county-committee', login: 'qhw', clerk: '华乙' },
  {
    organ: 'county-committee-office',
    login: 'wb',
    clerk: '金丙',
    director: '戚丁',
    leader: ['谢戊', '县委办公室主任'],
  },
  { organ: 'county-gov', login: 'qhz', clerk: '邹己', director: '喻庚', leader: ['柏辛', '县长'] },
  {
    organ: 'county-agriculture',
    login: 'nyj',
    clerk: '章子',
    director: '云丑',
    leader: ['苏寅', '局长'],
  },
  { organ: 'county-civil', login: 'mzj', clerk: '潘卯' },
  { organ: 'county-emergency', login: 'yjj', clerk: '葛辰' },
  { organ: 'county-transport', login: 'jtj', clerk: '奚巳' },
  { organ: 'county-finance', login: 'czj', clerk: '范午' },
  { organ: 'county-data', login: 'sjj', clerk: '彭未' },
  { organ: 'luping', login: 'lp', clerk: '郎申' },
  { organ: 'shique', login: 'sq', clerk: '鲁酉' },
];

/** The accounts of those offices: `<office>1` the clerk, `2` the office director, `3` the leader who signs. */
export const officePeople: readonly DemoPerson[] = offices.flatMap(
  ({ organ, login, clerk, director, leader }): DemoPerson[] => [
    {
      login: `${login}1`,
      name: clerk,
      // A clerk alone also proposes and closes (county-clerk); where others do that, the clerk is one among them.
      posts: [{ organ, title: '文书', role: director === undefined ? 'county-clerk' : 'clerk' }],
    },
    ...(director === undefined
      ? []
      : [
          {
            login: `${login}2`,
            name: director,
            posts: [{ organ, title: '办公室主任', role: 'office-director' as const }],
          },
        ]),
    ...(leader === undefined
      ? []
      : [
          {
            login: `${login}3`,
            name: leader[0],
            posts: [{ organ, title: leader[1], role: 'principal-leader' as const }],
          },
        ]),
  ],
);
