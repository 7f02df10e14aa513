import { readFile, stat } from 'node:fs/promises';

/** Real ones stay under 1 MB; the verifier refuses what is larger. */
const limitBytes = 16 * 1024 * 1024;

/**
 * The bytes of the signature file of `file`: the one that was named, or `FILE.p7s` beside it. Undefined when none was
 * named and none is there. Throws when the named one cannot be read or is too large to be one.
 */
export async function signatureBeside(
  file: string,
  named: string | undefined,
): Promise<Uint8Array | undefined> {
  const path = named ?? `${file}.p7s`;
  try {
    const { size } = await stat(path);
    if (size > limitBytes) {
      throw new Error(`${path}: larger than ${limitBytes} bytes`);
    }
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (named === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
