/** Big-endian reading with bounds. */
import { SfntError } from './errors.ts';

/** A view of exactly these bytes; every read past their end is a RangeError. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Turns a DataView's RangeError into the folder's own error. */
export function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) {
      throw new SfntError('字体数据不完整');
    }
    throw error;
  }
}

/** Undefined instead of an SfntError or a read past the end. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SfntError || error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}
