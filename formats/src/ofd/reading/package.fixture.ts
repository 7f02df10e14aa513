/** A small OFD package made of XML text, for tests of reading. */
import { writeZip } from '../../container/index.ts';
import type { OfdDocument, PageObject } from '../model/read-types.ts';
import { readOfd } from './read-ofd.ts';

export const ns = 'xmlns:ofd="http://www.ofdspec.org/2016"';

/** One page holding `objects`; `parts` adds or replaces entries (null removes one). */
export function pack(objects: string, parts: Record<string, string | null> = {}): Uint8Array {
  const all: Record<string, string | null> = {
    'OFD.xml': `<ofd:OFD ${ns} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    'Doc_0/Document.xml': `<ofd:Document ${ns}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages></ofd:Document>`,
    'Doc_0/Res.xml': `<ofd:Res ${ns}><ofd:Fonts><ofd:Font ID="9" FontName="宋体"/></ofd:Fonts></ofd:Res>`,
    'Doc_0/Pages/P.xml': `<ofd:Page ${ns}><ofd:Content><ofd:Layer ID="L1">${objects}</ofd:Layer></ofd:Content></ofd:Page>`,
    ...parts,
  };
  const encoder = new TextEncoder();
  return writeZip(
    Object.entries(all).flatMap(([name, source]) =>
      source === null ? [] : [{ name, bytes: encoder.encode(source) }],
    ),
  );
}

export const read = (objects: string, parts: Record<string, string | null> = {}): OfdDocument =>
  readOfd(pack(objects, parts));

export const codes = (document: OfdDocument): string[] => document.findings.map(({ code }) => code);

/** The first object of the first page. */
export function firstObject<K extends PageObject['kind']>(
  kind: K,
  objects: string,
  parts: Record<string, string | null> = {},
): PageObject & { kind: K } {
  const object = read(objects, parts).pages[0]?.layers[0]?.objects[0];
  if (object?.kind !== kind) {
    throw new Error(`expected a ${kind} object`);
  }
  return object as PageObject & { kind: K };
}
