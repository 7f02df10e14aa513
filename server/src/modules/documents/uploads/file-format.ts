/** What a file is, by its own bytes and never by its name. */

import { readZip } from '@yiwen/formats/container';
import type { FileFormat } from '../tables.ts';

/** The format of a file from outside. */
export function formatOf(bytes: Uint8Array): FileFormat {
  if (startsWith(bytes, '%PDF-')) {
    return 'pdf';
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    return zipFormat(bytes);
  }
  const isImage =
    startsWith(bytes, '\x89PNG\r\n\x1a\n') ||
    (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) ||
    startsWith(bytes, 'GIF8') ||
    startsWith(bytes, 'II*\0') ||
    startsWith(bytes, 'MM\0*') ||
    (startsWith(bytes, 'RIFF') && startsWith(bytes.subarray(8), 'WEBP'));
  return isImage ? 'image' : 'other';
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((character, i) => bytes[i] === character.charCodeAt(0));
}

function zipFormat(bytes: Uint8Array): FileFormat {
  try {
    const { entries } = readZip(bytes);
    if (entries.has('OFD.xml')) {
      return 'ofd';
    }
    return entries.has('word/document.xml') ? 'docx' : 'other';
  } catch {
    return 'other';
  }
}

const MEDIA_TYPES: Record<FileFormat, string> = {
  pdf: 'application/pdf',
  ofd: 'application/ofd',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  image: 'application/octet-stream',
  other: 'application/octet-stream',
};

/** The media type a file is sent with. Pictures and unknown files are only ever downloaded, never shown by type. */
export function mediaTypeOf(format: FileFormat): string {
  return MEDIA_TYPES[format];
}
