import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { actName } from './act-names.ts';

type Declared = { kind: string; label: { zh: string; en: string } };
const declared = JSON.parse(
  readFileSync(new URL('../../../contract/events.json', import.meta.url), 'utf8'),
) as Declared[];

it('kinds of act about documents are called what the contract calls them', () => {
  const about = declared.filter(({ kind }) =>
    /^(documents|circulation|exchange|sealing|workflow|doc|evidence)\./.test(kind),
  );
  expect(about.length).toBeGreaterThan(40);
  for (const { kind, label } of about) {
    expect(actName(kind)).toEqual({ zh: `${label.zh} ${kind}`, en: `${label.en} ${kind}` });
  }
});

it('a kind nobody here knows keeps its identifier', () => {
  expect(actName('elsewhere.done')).toEqual({ zh: 'elsewhere.done', en: 'elsewhere.done' });
});
