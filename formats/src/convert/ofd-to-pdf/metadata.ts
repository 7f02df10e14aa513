/** What the document says about itself: the information dictionary and the same as XMP (ISO 19005-2 6.6). */
import type { DocInfo } from '../../ofd/index.ts';
import { type PdfDict, type PdfRef, pdfDict, pdfName, pdfStream, pdfText } from '../../pdf/index.ts';
import type { PdfOutput } from './pdf-output.ts';

/** PDF/A parts 2 and 3, level U. */
export type PdfaLevel = '2u' | '3u';

const producer = 'Yiwen formats';
const longest = 4000;

/** Both forms from the first document's DocInfo. `pdfa` undefined = no claim. */
export function writeMetadata(
  output: PdfOutput,
  info: DocInfo | undefined,
  pdfa: PdfaLevel | undefined,
): { info: PdfRef; xmp: PdfRef } {
  const texts = {
    title: sound(info?.title),
    author: sound(info?.author),
    subject: sound(info?.subject || info?.abstract),
    keywords: sound(info?.keywords.join(', ')),
    creator: sound([info?.creator, info?.creatorVersion].filter(Boolean).join(' ')),
  };
  const created = dateOf(info?.creationDate);
  const modified = dateOf(info?.modDate) ?? created;
  const text = (value: string) => (value === '' ? undefined : pdfText(value));
  const dict: PdfDict = pdfDict({
    Title: text(texts.title),
    Author: text(texts.author),
    Subject: text(texts.subject),
    Keywords: text(texts.keywords),
    Creator: text(texts.creator),
    Producer: pdfText(producer),
    CreationDate: created && pdfText(created.pdf),
    ModDate: modified && pdfText(modified.pdf),
  });
  const simple = (name: string, value: string | undefined): string =>
    value ? `<${name}>${escaped(value)}</${name}>` : '';
  const alternative = (name: string, value: string): string =>
    value === ''
      ? ''
      : `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${escaped(value)}</rdf:li></rdf:Alt></${name}>`;
  const properties = [
    alternative('dc:title', texts.title),
    texts.author === ''
      ? ''
      : `<dc:creator><rdf:Seq><rdf:li>${escaped(texts.author)}</rdf:li></rdf:Seq></dc:creator>`,
    alternative('dc:description', texts.subject),
    simple('pdf:Keywords', texts.keywords),
    simple('pdf:Producer', producer),
    simple('xmp:CreatorTool', texts.creator),
    simple('xmp:CreateDate', created?.xmp),
    simple('xmp:ModifyDate', modified?.xmp),
    pdfa
      ? `<pdfaid:part>${pdfa[0]}</pdfaid:part><pdfaid:conformance>${pdfa[1]!.toUpperCase()}</pdfaid:conformance>`
      : '',
  ].filter((property) => property !== '');
  const packet = [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"',
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">',
    ...properties,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="w"?>',
  ].join('\n');
  const xmp = pdfStream(
    pdfDict({ Type: pdfName('Metadata'), Subtype: pdfName('XML') }),
    new TextEncoder().encode(packet),
  );
  return { info: output.add(dict), xmp: output.add(xmp) };
}

/** Text without characters XML cannot hold. */
export function sound(text: string | undefined): string {
  return (text ?? '')
    .slice(0, longest)
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .trim();
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char]!);
}

/** A date of DocInfo (xs:date, often with a time) in both spellings; the zone is left out where the file has none. */
export function dateOf(text: string | undefined): { pdf: string; xmp: string } | undefined {
  const found =
    /^\s*(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?\s*$/.exec(
      text ?? '',
    );
  if (!found) {
    return undefined;
  }
  const [, year, month, day, hour, minute, second = '00', zone] = found as unknown as string[];
  const inRange = (value: string | undefined, low: number, high: number): boolean =>
    value === undefined || (Number(value) >= low && Number(value) <= high);
  const right =
    inRange(month, 1, 12) &&
    inRange(day, 1, 31) &&
    inRange(hour, 0, 23) &&
    inRange(minute, 0, 59) &&
    inRange(second, 0, 59);
  if (!right) {
    return undefined;
  }
  if (hour === undefined) {
    return { pdf: `D:${year}${month}${day}`, xmp: `${year}-${month}-${day}` };
  }
  const offset = zone === undefined || zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const pdfZone = offset === undefined ? '' : offset === 'Z' ? 'Z' : `${offset.replace(':', "'")}'`;
  return {
    pdf: `D:${year}${month}${day}${hour}${minute}${second}${pdfZone}`,
    xmp: `${year}-${month}-${day}T${hour}:${minute}:${second}${offset ?? ''}`,
  };
}
