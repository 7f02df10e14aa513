/** Text of a file that its plain reading leaves out and a 密级 may stand in: headers of a DOCX, files of no known format. */

import { ContainerError, descendants, parseXml, readZip, text, XmlError } from '@yiwen/formats/container';

/** Parts of a DOCX a reader sees at the edge of the page or beside the text. */
const EDGE_PARTS = /^word\/(?:header|footer|footnotes|endnotes|comments)\d*\.xml$/;
/** Bytes of an unknown file looked at. */
const LOOKED_AT_BYTES = 256 * 1024;

/** Paragraphs of headers, footers and notes of a DOCX, and of its body with every text box in it. */
export function edgesOfDocx(bytes: Uint8Array): string[] {
  try {
    const { entries } = readZip(bytes);
    const parts = [...entries].filter(([name]) => EDGE_PARTS.test(name) || name === 'word/document.xml');
    return parts
      .sort(([one], [other]) => Number(EDGE_PARTS.test(other)) - Number(EDGE_PARTS.test(one)))
      .flatMap(([, part]) => paragraphsOf(part));
  } catch (error) {
    if (error instanceof ContainerError) {
      return [];
    }
    throw error;
  }
}

function paragraphsOf(part: Uint8Array): string[] {
  try {
    return descendants(parseXml(part), 'p').map((paragraph) =>
      descendants(paragraph, 't')
        .map((run) => text(run))
        .join(''),
    );
  } catch (error) {
    if (error instanceof XmlError) {
      return [];
    }
    throw error;
  }
}

/**
 * The beginning of a file of no known format as text: UTF-8 where it is that, else as GB 18030 (text files) and as
 * UTF-16 (the old Office formats keep their text so).
 */
export function looseText(bytes: Uint8Array): string {
  const start = bytes.subarray(0, LOOKED_AT_BYTES);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
  } catch {
    return ['gb18030', 'utf-16le', 'utf-16be']
      .map((label) => new TextDecoder(label).decode(start))
      .join('\n');
  }
}
