import { describe, expect, it } from 'vitest';
import { sealNameOf } from './seal-name.ts';

describe('the name on a seal', () => {
  it.each([
    ['禾汀镇人民政府', 'township', '青槐县人民政府', '青槐县禾汀镇人民政府'],
    ['青槐县禾汀镇人民政府', 'township', '青槐县人民政府', '青槐县禾汀镇人民政府'],
    ['青槐县人民政府', 'county', '澜川市人民政府', '青槐县人民政府'],
    ['枫汀村村民委员会', 'village', '禾汀镇人民政府', '枫汀村村民委员会'],
    ['测试镇人民政府', 'township', undefined, '测试镇人民政府'],
  ])('%s (%s) under %s', (name, kind, parent, expected) => {
    expect(sealNameOf({ name, kind }, parent === undefined ? undefined : { name: parent })).toBe(expected);
  });
});
