/** What the dictionaries of a Type 1 font say (Adobe Type 1 Font Format, 2.2–2.6). */
import { standardEncodingName } from '../cff/standard-strings.ts';
import type { FontMatrix } from '../outline-pen.ts';
import { PostScriptTokens } from './postscript-tokens.ts';
import { decryptedCharstring } from './type1-file.ts';

/** The part in clear. */
export type Type1Heading = {
  readonly name: string | undefined;
  readonly familyName: string | undefined;
  readonly matrix: FontMatrix;
  readonly box: readonly number[];
  /** Code → glyph name. */
  readonly encoding: ReadonlyMap<number, string>;
};

/** The programs, decrypted. */
export type Type1Programs = {
  readonly subroutines: readonly (Uint8Array | undefined)[];
  readonly charstrings: ReadonlyMap<string, Uint8Array>;
};

const maxGlyphs = 65_535;

export function readHeading(clear: Uint8Array): Type1Heading {
  const tokens = new PostScriptTokens(clear);
  let [name, familyName]: (string | undefined)[] = [];
  let matrix: FontMatrix = [0.001, 0, 0, 0.001, 0, 0];
  let box: readonly number[] = [];
  let encoding: Map<number, string> | undefined;
  for (let word = tokens.next(); word !== undefined; word = tokens.next()) {
    if (word === '/FontName') {
      name ??= tokens.next()?.replace(/^[/(]/, '');
    } else if (word === '/FamilyName') {
      familyName ??= tokens.next()?.replace(/^[/(]/, '');
    } else if (word === '/FontMatrix') {
      const six = tokens.numbers(6);
      if (six.length === 6 && six[0]! * six[3]! - six[1]! * six[2]! !== 0) {
        matrix = six as unknown as FontMatrix;
      }
    } else if (word === '/FontBBox') {
      box = tokens.numbers(4);
    } else if (word === '/Encoding' && encoding === undefined) {
      encoding = readEncoding(tokens);
    }
  }
  return { name, familyName, matrix, box, encoding: encoding ?? new Map() };
}

/** `StandardEncoding def`, or an array filled by `dup code /name put`. */
function readEncoding(tokens: PostScriptTokens): Map<number, string> {
  const encoding = new Map<number, string>();
  let word = tokens.next();
  if (word === 'StandardEncoding') {
    for (let code = 0; code < 256; code++) {
      const name = standardEncodingName(code);
      if (name !== undefined) {
        encoding.set(code, name);
      }
    }
    return encoding;
  }
  // the `def` inside the loop that fills the array with .notdef does not count: that loop has none
  for (; word !== undefined && word !== 'def' && word !== 'readonly'; word = tokens.next()) {
    if (word === 'dup') {
      const code = tokens.integer();
      const name = tokens.next();
      if (code !== undefined && code >= 0 && code < 256 && name?.startsWith('/') && name !== '/.notdef') {
        encoding.set(code, name.slice(1));
      }
    }
  }
  return encoding;
}

export function readPrograms(secret: Uint8Array): Type1Programs {
  const tokens = new PostScriptTokens(secret);
  let lenIV = 4;
  let subroutines: (Uint8Array | undefined)[] | undefined;
  let charstrings: Map<string, Uint8Array> | undefined;
  for (let word = tokens.next(); word !== undefined; word = tokens.next()) {
    if (word === '/lenIV') {
      lenIV = tokens.integer() ?? 4;
    } else if (word === '/Subrs') {
      // fonts for two resolutions hold everything twice: the first is taken
      const found = readSubroutines(tokens, lenIV);
      subroutines ??= found;
    } else if (word === '/CharStrings') {
      const found = readCharstrings(tokens, lenIV);
      charstrings = charstrings === undefined || charstrings.size === 0 ? found : charstrings;
    }
  }
  return { subroutines: subroutines ?? [], charstrings: charstrings ?? new Map() };
}

/** `count array`, then `dup index length RD bytes NP` for each. */
function readSubroutines(tokens: PostScriptTokens, lenIV: number): (Uint8Array | undefined)[] {
  const list: (Uint8Array | undefined)[] = [];
  tokens.integer();
  tokens.next();
  for (;;) {
    const before = tokens.position;
    const word = tokens.next();
    if (word === 'dup') {
      const index = tokens.integer();
      const length = tokens.integer();
      tokens.next();
      if (index === undefined || length === undefined || index < 0 || index > maxGlyphs) {
        return list;
      }
      list[index] = decryptedCharstring(tokens.binary(length), lenIV);
    } else if (
      word === undefined ||
      word.startsWith('/') ||
      word === 'ND' ||
      word === '|-' ||
      word === 'def'
    ) {
      tokens.position = word?.startsWith('/') ? before : tokens.position;
      return list;
    }
  }
}

/** `count dict dup begin`, then `/name length RD bytes ND` for each, then `end`. */
function readCharstrings(tokens: PostScriptTokens, lenIV: number): Map<string, Uint8Array> {
  const charstrings = new Map<string, Uint8Array>();
  for (let word = tokens.next(); word !== undefined && word !== 'end'; word = tokens.next()) {
    if (word.startsWith('/') && charstrings.size < maxGlyphs) {
      const length = tokens.integer();
      tokens.next();
      if (length === undefined) {
        return charstrings;
      }
      const code = decryptedCharstring(tokens.binary(length), lenIV);
      if (!charstrings.has(word.slice(1))) {
        charstrings.set(word.slice(1), code);
      }
    }
  }
  return charstrings;
}
