import type { FastifyRequest } from 'fastify';
import { OfficeError } from '../errors/index.ts';
import type { FilePart } from './route.ts';

/** Reads all parts of a multipart request into memory, within the server's limits. */
export async function readMultipart(
  request: FastifyRequest,
): Promise<{ files: FilePart[]; fields: Record<string, string> }> {
  if (!request.isMultipart()) {
    throw new OfficeError('http.invalid-input', [{ place: 'content-type', message: 'multipart/form-data' }]);
  }
  const files: FilePart[] = [];
  const fields: Record<string, string> = {};
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const bytes = await part.toBuffer();
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
