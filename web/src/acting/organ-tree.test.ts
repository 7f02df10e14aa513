import { describe, expect, it } from 'vitest';
import type { Organ } from '../api/types.ts';
import { organTree } from './organ-tree.ts';

const organ = (id: string, parentId: string | null, kind = 'organ'): Organ => ({
  id,
  name: id,
  shortName: id,
  parentId,
  kind,
  code: null,
});

describe('the tree of receivers', () => {
  const organs = [
    organ('city', null),
    organ('county', 'city'),
    organ('town', 'county', 'township'),
    organ('village', 'town', 'village'),
    organ('bureau', 'county'),
  ];

  it('begins with what is under the own organ and never offers the organ to itself', () => {
    expect(organTree(organs, 'town').map((line) => [line.organ.id, line.depth])).toEqual([
      ['village', 0],
      ['city', 0],
      ['county', 1],
      ['bureau', 2],
    ]);
  });

  it('shows every other organ exactly once, also with unknown or circular parents', () => {
    const odd = [...organs, organ('lost', 'nobody'), organ('a', 'b'), organ('b', 'a')];
    const shown = organTree(odd, 'town').map((line) => line.organ.id);
    expect([...shown].sort()).toEqual(
      odd
        .map((one) => one.id)
        .filter((id) => id !== 'town')
        .sort(),
    );
  });
});
