import { describe, expect, it } from 'vitest';
import { chosenFiles } from './chosen-files.ts';

const chosen = (...names: string[]) => {
  const found = chosenFiles(names.map((name) => ({ name })));
  return found && [found.file.name, found.signature?.name];
};

describe('files somebody chose', () => {
  it('are one file, or a file and its signature in any order', () => {
    expect(chosen()).toBeUndefined();
    expect(chosen('a.ofd')).toEqual(['a.ofd', undefined]);
    expect(chosen('a.jpg', 'a.jpg.p7s')).toEqual(['a.jpg', 'a.jpg.p7s']);
    expect(chosen('A.JPG.P7S', 'A.JPG')).toEqual(['A.JPG', 'A.JPG.P7S']);
  });

  it('are not paired by guess', () => {
    expect(chosen('a.p7s')).toEqual(['a.p7s', undefined]);
    expect(chosen('a.jpg', 'b.jpg')).toEqual(['a.jpg', undefined]);
    expect(chosen('a.p7s', 'b.p7s')).toEqual(['a.p7s', undefined]);
    expect(chosen('a.jpg', 'a.jpg.p7s', 'b.jpg')).toEqual(['a.jpg', undefined]);
  });
});
