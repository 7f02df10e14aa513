import { isBareJbig2 } from './jbig2.ts';

/**
 * Raster types by their first bytes: the Format attribute is free text in real files ("GBIG2" for JBIG2).
 * JPEG 2000 is `image/jp2` with and without its file format, JBIG2 `image/jbig2` with and without its file header.
 */
export function mediaTypeOf(bytes: Uint8Array): string | undefined {
  const starts = (...head: number[]): boolean => head.every((byte, index) => bytes[index] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) {
    return 'image/png';
  }
  if (starts(0xff, 0xd8, 0xff)) {
    return 'image/jpeg';
  }
  if (starts(0x47, 0x49, 0x46, 0x38)) {
    return 'image/gif';
  }
  if (starts(0x42, 0x4d)) {
    return 'image/bmp';
  }
  if (starts(0x49, 0x49, 0x2a, 0x00) || starts(0x4d, 0x4d, 0x00, 0x2a)) {
    return 'image/tiff';
  }
  if (starts(0x49, 0x49, 0x2b, 0x00) || starts(0x4d, 0x4d, 0x00, 0x2b)) {
    return 'image/tiff';
  }
  if (
    starts(0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a) ||
    starts(0xff, 0x4f, 0xff, 0x51)
  ) {
    return 'image/jp2';
  }
  return starts(0x97, 0x4a, 0x42, 0x32, 0x0d, 0x0a, 0x1a, 0x0a) || isBareJbig2(bytes)
    ? 'image/jbig2'
    : undefined;
}
