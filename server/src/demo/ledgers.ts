/**
 * The five ledgers an inspection asks for, as data. Rows are made from small word lists by counting, so the totals
 * stand exactly as the papers quote them: D5's 63 checks, 91 hazards, 87 closed.
 */

/** A ledger: columns in office words and rows as text, one value per column. */
export interface DemoLedger {
  key: string;
  name: string;
  columns: string[];
  rows: string[][];
}

const villages = ['枫汀村', '前垄坝村', '鹤影湾村', '竹沐岭村', '新禾社区'] as const;
const clerks = ['陈丙', '褚丁', '蒋戊', '沈己', '韩庚'] as const;
const secretaries = ['杨辛', '卫壬', '魏癸', '陶子', '姜丑'] as const;

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** `YYYY-MM-DD` of a day counted from a first one. */
function day(first: string, offset: number): string {
  return new Date(Date.parse(`${first}T00:00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10);
}

function forestFire(): DemoLedger {
  const hazards = [
    '林缘枯草堆积',
    '坟区祭祀用火痕迹',
    '输电线路下树障',
    '废弃采伐剩余物',
    '农田边烧荒痕迹',
    '护林蓄水池缺水',
  ];
  const measures = [
    '清理林缘可燃物',
    '设置警示牌并派人值守',
    '通知供电所清障',
    '集中清运',
    '入户劝导并签责任书',
    '补水并登记',
  ];
  return {
    key: 'forest-fire',
    name: '森林火灾隐患排查整治台账',
    columns: [
      '序号',
      '村（社区）',
      '网格',
      '位置',
      '隐患类型',
      '排查日期',
      '排查人',
      '整改措施',
      '责任人',
      '整改时限',
      '状态',
      '完成日期',
      '佐证（选填）',
      '复查人',
    ],
    rows: Array.from({ length: 24 }, (_, i) => {
      const village = i % 5;
      const done = i < 20;
      return [
        String(i + 1),
        pick(villages, village),
        `第${(i % 4) + 1}网格`,
        `${pick(['后山', '东坡', '水库边', '老坟山', '茶园旁', '公路内侧'], i)}${(i % 3) + 1}号地块`,
        pick(hazards, i),
        day('2026-10-16', i % 11),
        pick(clerks, village),
        pick(measures, i),
        pick(secretaries, village),
        day('2026-10-30', i % 15),
        done ? '已整改' : '整改中',
        done ? day('2026-10-20', i % 9) : '',
        i % 3 === 0 ? `照片${i + 1}` : '',
        done ? '周九' : '',
      ];
    }),
  };
}

function safetyChecks(): DemoLedger {
  const kinds = ['木材加工点', '烟花爆竹零售点', '村级加油点', '农家乐', '小型砖厂', '养殖场', '自建房工地'];
  const hazards = [
    '用电线路老化',
    '灭火器过期',
    '安全通道堆物',
    '未设警示标志',
    '脚手架防护不到位',
    '特种作业无证',
    '配电箱无门锁',
  ];
  return {
    key: 'safety-check',
    name: '安全生产检查台账（2026年第三季度）',
    columns: [
      '序号',
      '被检查单位',
      '地址',
      '检查日期',
      '检查人员',
      '问题隐患',
      '等级',
      '整改要求',
      '整改期限',
      '责任人',
      '整改情况',
      '复查日期',
      '复查人',
      '是否销号',
    ],
    rows: Array.from({ length: 91 }, (_, i) => {
      // 91 hazards were found in 63 checks: the first 28 checks found two each.
      const check = i < 56 ? Math.floor(i / 2) : i - 28;
      const closed = i < 87;
      return [
        String(i + 1),
        `${pick(villages, check)}${pick(kinds, check)}${String(check + 1).padStart(2, '0')}`,
        `${pick(villages, check)}${(check % 9) + 1}组`,
        day('2026-07-01', check + Math.floor(check / 3)),
        '周九、吴十',
        pick(hazards, i),
        i % 13 === 0 ? '较大' : '一般',
        pick(['更换线路', '更换器材', '立即清理', '补设标志', '加装护栏', '停工取证', '加锁并张贴告知'], i),
        day('2026-07-15', check + Math.floor(check / 3)),
        `负责人${String(check + 1).padStart(2, '0')}`,
        closed ? '已整改' : '整改中',
        closed ? day('2026-07-20', check + Math.floor(check / 3)) : '',
        closed ? '赵六' : '',
        closed ? '是' : '否',
      ];
    }),
  };
}

function socialAid(): DemoLedger {
  const surnames = '孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛'.split('');
  return {
    key: 'social-aid',
    name: '社会救助动态管理台账',
    columns: [
      '户主（脱敏）',
      '村组',
      '救助类别',
      '保障人数',
      '月补助金额',
      '受理日期',
      '入户调查日期',
      '公示起止',
      '确认日期',
      '变更原因',
      '下次复核日期',
    ],
    rows: Array.from({ length: 38 }, (_, i) => {
      const start = day('2026-01-08', i * 7);
      const persons = (i % 3) + 1;
      return [
        `${pick(surnames, i)}*`,
        `${pick(villages, i)}${(i % 8) + 1}组`,
        pick(['低保', '特困供养', '临时救助', '低保边缘'], i),
        String(persons),
        `${persons * 430}.00`,
        start,
        day(start, 6),
        `${day(start, 10)}至${day(start, 17)}`,
        day(start, 24),
        i % 6 === 0 ? '家庭人口变化' : '',
        day(start, 365),
      ];
    }),
  };
}

function disputes(): DemoLedger {
  return {
    key: 'disputes',
    name: '矛盾纠纷排查化解台账',
    columns: [
      '编号',
      '受理日期',
      '来源',
      '当事人（脱敏）',
      '类型',
      '基本情况',
      '责任领导',
      '承办人',
      '化解措施',
      '结果',
      '办结日期',
      '是否回访',
    ],
    rows: Array.from({ length: 15 }, (_, i) => {
      const taken = day('2026-03-02', i * 16);
      const closed = i < 13;
      return [
        `禾调〔2026〕${i + 1}号`,
        taken,
        pick(['来访', '热线转办', '网格上报'], i),
        `${pick(['孔', '曹', '严', '华', '金'], i)}*与${pick(['魏', '陶', '姜', '戚', '谢'], i)}*`,
        pick(['土地边界', '相邻排水', '劳务报酬', '婚姻家庭', '宅基地'], i),
        pick(
          ['双方对界址认定不一', '雨水排向邻家院内', '务工工钱未按期结清', '赡养义务分担', '翻建影响采光'],
          i,
        ),
        pick(['王五', '赵六'], i),
        pick(['郑甲', '朱寅', '周九'], i),
        pick(['现场勘查、组织面谈', '村调解委员会调解', '法律顾问释法'], i),
        closed ? '达成协议' : '调解中',
        closed ? day(taken, 12) : '',
        closed ? '是' : '否',
      ];
    }),
  };
}

function relapse(): DemoLedger {
  return {
    key: 'poverty-relapse',
    name: '防止返贫监测帮扶台账',
    columns: [
      '户编号',
      '村组',
      '监测类别',
      '风险类型',
      '识别日期',
      '帮扶措施',
      '帮扶责任人',
      '走访日期',
      '收入变化',
      '风险消除日期',
    ],
    rows: Array.from({ length: 12 }, (_, i) => [
      `HT-${String(i + 1).padStart(3, '0')}`,
      `${pick(villages, i)}${(i % 6) + 1}组`,
      pick(['突发严重困难户', '边缘易致贫户', '脱贫不稳定户'], i),
      pick(['因病', '因灾', '务工不稳', '因学'], i),
      day('2026-02-10', i * 11),
      pick(['公益岗位', '产业到户奖补', '医疗救助', '教育资助'], i),
      pick(['朱寅', '冯乙', '郑甲'], i),
      day('2026-11-02', i % 14),
      pick(['增收', '持平', '增收', '略降'], i),
      i < 7 ? day('2026-08-01', i * 9) : '',
    ]),
  };
}

/** All five ledgers. */
export function demoLedgers(): DemoLedger[] {
  return [forestFire(), safetyChecks(), socialAid(), disputes(), relapse()];
}
