import { describe, expect, it } from 'vitest';
import { DEMO_DOCUMENTS } from '../testing/demo-documents.ts';
import { cellsOf, shapeTitle } from './title-shape.ts';

describe('the shape of a title', () => {
  it('keeps a short title on one line', () => {
    expect(shapeTitle('关于放假的通知', 20)).toEqual(['关于放假的通知']);
  });

  it('cuts the demo titles between words, into trapezoids', () => {
    const shaped = Object.values(DEMO_DOCUMENTS)
      .filter((d) => d.title !== '')
      .map((d) => shapeTitle(d.title, 20).join('|'));
    expect(shaped).toEqual([
      '青槐县人民政府办公室关于做好|2026年秋冬季森林防灭火工作的通知',
      '青槐县农业农村局关于商请提供|高标准农田建设项目储备信息的函',
      '禾汀镇人民政府关于前垄坝桥|危桥改造所需资金的请示',
      '青槐县人民政府关于禾汀镇|前垄坝桥危桥改造资金的批复',
      '禾汀镇人民政府关于2026年|第三季度安全生产工作情况的报告',
      '禾汀镇人民政府关于做好2027年度|城乡居民基本医疗保险参保缴费工作的通知',
      '禾汀镇人民政府关于前三季度|农村人居环境整治检查情况的通报',
      '禾汀镇人民政府关于商请|指导前垄坝桥改造工程的函',
      '禾汀镇人民政府关于森林防火期内|禁止野外用火的通告',
      '中共青槐县委办公室 青槐县人民政府办公室|关于进一步规范向乡镇索要报表材料的通知',
      '中共禾汀镇委员会关于推行村级事务|“一张表”管理的实施意见',
    ]);
  });

  it('is never waisted and never wider than the type area', () => {
    const lines = shapeTitle(
      '禾汀镇人民政府办公室关于转发青槐县人民政府办公室进一步加强和规范全县农村集体经济组织财务管理工作实施方案的通知',
      20,
    );
    const widths = lines.map(cellsOf);
    expect(widths.every((w) => w <= 20)).toBe(true);
    expect(widths[1]!).toBeGreaterThanOrEqual(Math.min(widths[0]!, widths[2]!));
    expect(lines.join('')).toHaveLength(55);
  });

  it('keeps the words the document names and the breaks set by hand', () => {
    const title = '禾汀镇人民政府关于竹沐岭村民小组合并有关事项的通知';
    expect(shapeTitle(title, 20, ['竹沐岭村民小组']).join('|')).not.toMatch(
      /竹\|沐|沐\|岭|岭\|村|村\|民|民\|小|小\|组/,
    );
    expect(shapeTitle('禾汀镇人民政府\n关于放假的通知', 20)).toEqual(['禾汀镇人民政府', '关于放假的通知']);
  });

  it('compares a bounded number of ways, whatever the title', () => {
    // Words of one character each, without punctuation: the number of ways to cut them is astronomical.
    const title =
      '一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业';
    for (const length of [60, 80, 100, 120]) {
      const lines = shapeTitle(title.slice(0, length), 20);
      expect(lines.join('')).toBe(title.slice(0, length));
      expect(lines.every((line) => cellsOf(line) <= 20)).toBe(true);
    }
  });

  it('fills lines when the title is too long for any shape', () => {
    expect(shapeTitle('很长的标题'.repeat(40), 20).every((l) => cellsOf(l) <= 20)).toBe(true);
  });
});
