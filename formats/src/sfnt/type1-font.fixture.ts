/** Builds small Type 1 fonts from charstrings, for tests. */

const operators: Readonly<Record<string, readonly number[]>> = {
  hstem: [1],
  vmoveto: [4],
  rlineto: [5],
  hlineto: [6],
  vlineto: [7],
  rrcurveto: [8],
  closepath: [9],
  callsubr: [10],
  return: [11],
  hsbw: [13],
  endchar: [14],
  rmoveto: [21],
  hmoveto: [22],
  vhcurveto: [30],
  hvcurveto: [31],
  seac: [12, 6],
  sbw: [12, 7],
  div: [12, 12],
  callothersubr: [12, 16],
  pop: [12, 17],
  setcurrentpoint: [12, 33],
};

/** A charstring: numbers are pushed, words are operators. */
type Program = readonly (number | string)[];

function assemble(program: Program): number[] {
  return program.flatMap((item) =>
    typeof item === 'number'
      ? [255, (item >> 24) & 255, (item >> 16) & 255, (item >> 8) & 255, item & 255]
      : operators[item]!,
  );
}

function encrypted(bytes: readonly number[], key: number, before: number): number[] {
  let r = key;
  return [...new Array<number>(before).fill(0x20), ...bytes].map((plain) => {
    const cipher = plain ^ (r >> 8);
    r = ((cipher + r) * 52_845 + 22_719) & 0xffff;
    return cipher;
  });
}

const latin = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

/** A font of these glyphs, as binary segments (PFB) or as text (PFA). `encoding` is PostScript. */
export function type1Font(
  glyphs: Readonly<Record<string, Program>>,
  {
    subroutines = [],
    encoding = 'StandardEncoding def',
    form = 'pfb',
    lenIV = 4,
  }: { subroutines?: readonly Program[]; encoding?: string; form?: 'pfb' | 'pfa'; lenIV?: number } = {},
): Uint8Array {
  const program = (code: Program): number[] =>
    lenIV < 0 ? assemble(code) : encrypted(assemble(code), 4330, lenIV);
  const clear = latin(
    `%!PS-AdobeFont-1.0: YiWen 001\n11 dict begin\n/FontInfo 9 dict dup begin /FamilyName (Yi Wen) readonly def end def\n` +
      `/FontName /YiWen def /FontType 1 def /FontMatrix [0.001 0 0 0.001 0 0] readonly def\n/Encoding ${encoding}\n` +
      `/FontBBox {-10 -200 1000 900} readonly def currentdict end\ncurrentfile eexec\n`,
  );
  const secret = encrypted(
    [
      ...latin(
        `dup /Private 8 dict dup begin /RD {string currentfile exch readstring pop} executeonly def\n`,
      ),
      ...latin(`/lenIV ${lenIV} def /Subrs ${subroutines.length} array\n`),
      ...subroutines.flatMap((code, i) => {
        const bytes = program(code);
        return [...latin(`dup ${i} ${bytes.length} RD `), ...bytes, ...latin(' NP\n')];
      }),
      ...latin(`ND 2 index /CharStrings ${Object.keys(glyphs).length} dict dup begin\n`),
      ...Object.entries(glyphs).flatMap(([name, code]) => {
        const bytes = program(code);
        return [...latin(`/${name} ${bytes.length} RD `), ...bytes, ...latin(' ND\n')];
      }),
      ...latin(
        'end end readonly put noaccess put dup/FontName get exch definefont pop mark currentfile closefile\n',
      ),
    ],
    55_665,
    4,
  );
  const trailer = latin(`\n${'0'.repeat(64)}\ncleartomark\n`);
  if (form === 'pfa') {
    const hex = secret.map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return Uint8Array.from([...clear, ...latin(hex.replace(/.{64}/g, '$&\n')), ...trailer]);
  }
  const segment = (kind: number, data: readonly number[]): number[] => [
    0x80,
    kind,
    ...[0, 8, 16, 24].map((shift) => (data.length >> shift) & 255),
    ...data,
  ];
  return Uint8Array.from([...segment(1, clear), ...segment(2, secret), ...segment(1, trailer), 0x80, 3]);
}
