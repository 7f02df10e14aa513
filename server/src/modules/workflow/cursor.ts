/** Cursors of lists ordered by time, newest first: the last item's time and id, opaque to the client. */

import { OfficeError } from '../../platform/errors/index.ts';

/** Where a list goes on. */
export type Cursor = { readonly at: Date; readonly id: string };

/** The cursor after an item. */
export function writeCursor(at: Date, id: string): string {
  return Buffer.from(`${at.toISOString()}/${id}`).toString('base64url');
}

/** Reads a client's cursor; a broken one is refused. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined || text === '') {
    return undefined;
  }
  const [time = '', id = ''] = Buffer.from(text, 'base64url').toString('utf8').split('/');
  const at = new Date(time);
  if (Number.isNaN(at.getTime()) || !/^[0-9a-f-]{36}$/.test(id)) {
    throw new OfficeError('http.invalid-input', { cursor: text.slice(0, 80) });
  }
  return { at, id };
}
