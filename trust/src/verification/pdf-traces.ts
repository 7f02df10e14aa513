/**
 * Traces of signatures that no field leads to any more: the fields were emptied, the object was freed, or the part of
 * the file that held it can no longer be reached. A file with such traces was signed, whatever it shows now.
 */
import type { Finding } from '@yiwen/formats';
import { isRef, isStream, type PdfFile, type PdfSignature, pdfRef } from '@yiwen/formats/pdf';

const MOST_MATCHES = 1000;

/** Four numbers after the name, in any spelling PDF allows (`#` escapes included). */
const RANGE = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g;

function rangesIn(bytes: Uint8Array): { at: number; range: string }[] {
  const text = new TextDecoder('latin1').decode(bytes);
  const plain = text.includes('/ByteRange') ? text : respelled(text);
  const found: { at: number; range: string }[] = [];
  for (const match of plain.matchAll(RANGE)) {
    if (found.length >= MOST_MATCHES) {
      break;
    }
    found.push({ at: match.index, range: match.slice(1, 5).map(Number).join(' ') });
  }
  return found;
}

/** Names written with escapes, padded so that offsets stay. */
function respelled(text: string): string {
  return text.replace(/\/(?:[A-Za-z]|#[0-9A-Fa-f]{2}){9}(?=[\s[])/g, (name) => {
    const read = name.replace(/#([0-9A-Fa-f]{2})/g, (_all, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
    return read === '/ByteRange' ? read.padEnd(name.length) : name;
  });
}

/** Byte ranges of the streams in use: what stands inside them (an attached PDF, say) is content, not structure. */
function streamExtents(file: PdfFile): { start: number; end: number }[] {
  return file.objectNumbers().flatMap((num) => {
    const extent = file.extent(num);
    const entry = file.entry(num);
    const gen = entry?.type === 'offset' ? entry.gen : 0;
    return extent !== undefined && isStream(file.get(pdfRef(num, gen))) ? [extent] : [];
  });
}

/** The object of the usage rights (ISO 32000-1 12.8.2.3): no signature of anybody over the content. */
function usageRights(file: PdfFile): number | undefined {
  const value = file.dict(file.catalog, 'Perms')?.get('UR3');
  return value !== undefined && isRef(value) ? value.num : undefined;
}

function trace(message: string, place?: string): Finding {
  return {
    code: 'pdf-signature-severed',
    severity: 'error',
    message,
    ...(place === undefined ? {} : { place }),
  };
}

/** A finding for each trace. `signatures` are those fields lead to, `orphans` those that are only objects. */
export function severedTraces(
  file: PdfFile,
  signatures: readonly PdfSignature[],
  orphans: readonly PdfSignature[],
): Finding[] {
  const rights = usageRights(file);
  const lost = orphans.filter(({ ref }) => ref === undefined || ref.num !== rights);
  const known = new Set([...signatures, ...orphans].map(({ byteRange }) => byteRange?.join(' ') ?? ''));
  const streams = streamExtents(file);
  const raw = rangesIn(file.bytes).filter(
    ({ at, range }) => !known.has(range) && !streams.some(({ start, end }) => at >= start && at < end),
  );
  return [
    ...lost.map(({ ref }) =>
      trace('文件里有签名数据，但没有签名域指向它：签名被拆下', ref && `${ref.num} ${ref.gen} R`),
    ),
    ...raw.map(({ at }) => trace('文件里留有已失去链接的签名痕迹：签名被拆下', `@${at}`)),
  ];
}

/** Traces in a file that cannot be opened strictly. */
export function tracesInBytes(bytes: Uint8Array): Finding[] {
  return rangesIn(bytes)
    .slice(0, 1)
    .map(({ at }) => trace('文件带有签名，但结构已损坏，无法核验', `@${at}`));
}
