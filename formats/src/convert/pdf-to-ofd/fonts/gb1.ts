import { fourByteRuns, twoByteRuns, verticalForms } from './gb1-codes.ts';

type Tables = {
  readonly byCharacter: ReadonlyMap<number, number>;
  readonly byCid: ReadonlyMap<number, number>;
};

let tables: Tables | undefined;

/** The two directions between characters and CIDs of Adobe-GB1, made at the first question. */
function gb1(): Tables {
  if (tables === undefined) {
    const byCharacter = new Map<number, number>();
    const byCid = new Map<number, number>();
    const add = (character: number | undefined, cid: number): void => {
      if (character !== undefined && character !== 0xfffd) {
        if (!byCharacter.has(character)) {
          byCharacter.set(character, cid);
        }
        if (!byCid.has(cid)) {
          byCid.set(cid, character);
        }
      }
    };
    // 1–95 proportional, 814–907 half-width (space 7716)
    for (let code = 0x20; code <= 0x7e; code++) {
      add(code, code - 0x1f);
      byCid.set(code === 0x20 ? 7716 : 814 + code - 0x21, code);
    }
    expand(twoByteRuns, 2, add);
    expand(fourByteRuns, 4, add);
    for (const [character, cid] of verticalForms) {
      byCid.set(cid, character);
    }
    tables = { byCharacter, byCid };
  }
  return tables;
}

function expand(
  runs: string,
  length: 2 | 4,
  add: (character: number | undefined, cid: number) => void,
): void {
  const cids: number[] = [];
  const bytes: number[] = [];
  let place = 0;
  let cid = 0;
  for (const run of runs.trim().split(/\s+/)) {
    const [gap, step, count = 1] = run.split(',').map((part) => Number.parseInt(part, 36)) as [
      number,
      number,
      number?,
    ];
    place += gap;
    cid += step;
    for (let i = 0; i < count; i++) {
      if (length === 2) {
        const trail = 0x40 + (place % 190);
        bytes.push(0x81 + Math.floor(place / 190), trail < 0x7f ? trail : trail + 1);
      } else {
        bytes.push(
          0x81 + Math.floor(place / 12600),
          0x30 + (Math.floor(place / 1260) % 10),
          0x81 + (Math.floor(place / 10) % 126),
          0x30 + (place % 10),
        );
      }
      // a line feed between characters keeps them apart whatever the decoder makes of each
      bytes.push(0x0a);
      cids.push(cid);
      place += 1;
      cid += 1;
    }
  }
  const characters = new TextDecoder('gb18030').decode(Uint8Array.from(bytes)).split('\n');
  for (const [i, number] of cids.entries()) {
    const text = characters[i] as string;
    add([...text].length === 1 ? text.codePointAt(0) : undefined, number);
  }
}

/** The character of a CID of Adobe-GB1. */
export function gb1Character(cid: number): string | undefined {
  const character = gb1().byCid.get(cid);
  return character === undefined ? undefined : String.fromCodePoint(character);
}

/** The CID a character has in Adobe-GB1, its vertical form where it has one and `vertical` is set. */
export function gb1Cid(character: number, vertical: boolean): number | undefined {
  const form = vertical ? verticalForms.find(([code]) => code === character)?.[1] : undefined;
  return form ?? gb1().byCharacter.get(character);
}
