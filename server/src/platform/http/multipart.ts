import type { FastifyRequest } from 'fastify';
import { OfficeError } from '../errors/index.ts';
import type { FilePart } from './route.ts';

/**
 * Reads all parts of a multipart request into memory. `limitBytes` holds for all files together: the parser knows only
 * a limit for each, and twenty of them at once would fill the memory of a small office's machine.
 */
export async function readMultipart(
  request: FastifyRequest,
  limitBytes: number,
): Promise<{ files: FilePart[]; fields: Record<string, string> }> {
  if (!request.isMultipart()) {
    throw new OfficeError('http.invalid-input', [{ place: 'content-type', message: 'multipart/form-data' }]);
  }
  const files: FilePart[] = [];
  const fields: Record<string, string> = {};
  let total = 0;
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const chunks: Buffer[] = [];
      for await (const chunk of part.file as AsyncIterable<Buffer>) {
        total += chunk.length;
        if (total > limitBytes) {
          throw new OfficeError('http.too-large');
        }
        chunks.push(chunk);
      }
      if (part.file.truncated) {
        throw new OfficeError('http.too-large');
      }
      const bytes = Buffer.concat(chunks);
      files.push({
        field: part.fieldname,
        name: part.filename.normalize('NFC').slice(0, 200),
        mediaType: part.mimetype,
        bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      });
    } else {
      fields[part.fieldname] = String(part.value);
    }
  }
  return { files, fields };
}
