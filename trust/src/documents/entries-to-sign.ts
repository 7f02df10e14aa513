import { readZip, type ZipEntry } from '@yiwen/formats/container';

/** Warnings that mean: another program may unpack other bytes. */
const TWOFOLD = new Set(['local-header-differs', 'entry-count-differs']);

/**
 * The entries of a package from outside (OFD, ASiC-E), to be signed. Throws ContainerError when it is no package and
 * RangeError when programs may see different things in it or something of it cannot be read: nobody signs what he
 * cannot see.
 */
export function entriesToSign(file: Uint8Array): ZipEntry[] {
  const { entries, order, findings } = readZip(file);
  const fault = findings.find(
    ({ severity, code }) => severity === 'error' || (severity === 'warning' && TWOFOLD.has(code)),
  );
  if (fault !== undefined) {
    throw new RangeError(`expected a sound package, found ${fault.code} at ${fault.place ?? 'the archive'}`);
  }
  return order.map((name) => ({ name, bytes: entries.get(name)! }));
}
