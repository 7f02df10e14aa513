/** From a file to its pages: each format has its own reader, which is fetched only when such a file is shown. */
import type { Report } from '../api/index.ts';
import { ofdSource } from './ofd/ofd-source.ts';
import { notWanted, type PageSource, SourceError } from './page-source.ts';
import { pictureSource } from './picture-source.ts';

/** A file to show. `key` tells it apart from others; `load` is called once. */
export type ShownFile = {
  key: string;
  format: string;
  load(signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
};

const PICTURES = ['image', 'png', 'jpg', 'jpeg'];

/** Formats the viewer opens by itself. */
export function opensHere(format: string): boolean {
  return format === 'ofd' || format === 'pdf' || PICTURES.includes(format);
}

/** Opens a file. @throws SourceError when it cannot be shown, whatever `load` throws */
export async function openSource(
  file: ShownFile,
  report: Report | null,
  signal: AbortSignal,
): Promise<PageSource> {
  // The reader is fetched while the file is.
  const loading = file.load(signal);
  if (file.format === 'ofd') {
    loading.catch(() => undefined);
    return await ofdSource(loading, signal);
  }
  if (file.format === 'pdf') {
    loading.catch(() => undefined);
    const { pdfSource } = await import('./pdf/pdf-source.ts');
    const pagesOfSignatures = report?.signatures.map(({ pages = [] }) => pages) ?? [];
    return await pdfSource(loading, pagesOfSignatures, signal);
  }
  if (PICTURES.includes(file.format)) {
    const href = URL.createObjectURL(new Blob([await loading]));
    if (signal.aborted) {
      URL.revokeObjectURL(href);
      throw notWanted();
    }
    return { ...pictureSource([href]), close: () => URL.revokeObjectURL(href) };
  }
  throw new SourceError('unreadable', `no reader for ${file.format}`);
}
