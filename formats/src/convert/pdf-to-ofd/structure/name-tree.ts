import { isDict, isString, type PdfDict, type PdfFile, type PdfObject } from '../../../pdf/index.ts';

const maxEntries = 20_000;
const maxDepth = 32;

/** The entries of a name tree (ISO 32000-1 7.9.6) in order; keys one character per byte. */
export function nameTree(file: PdfFile, root: PdfDict | undefined): Map<string, PdfObject> {
  const entries = new Map<string, PdfObject>();
  let nodes = 0;
  const visit = (node: PdfDict, depth: number): void => {
    nodes += 1;
    if (depth > maxDepth || nodes > maxEntries) {
      return;
    }
    const names = file.array(node, 'Names') ?? [];
    for (let i = 0; i + 1 < names.length && entries.size < maxEntries; i += 2) {
      const key = file.resolve(names[i]);
      if (isString(key)) {
        entries.set(bytesKey(key.bytes), names[i + 1] as PdfObject);
      }
    }
    for (const kid of file.array(node, 'Kids') ?? []) {
      const child = file.resolve(kid);
      if (isDict(child)) {
        visit(child, depth + 1);
      }
    }
  };
  if (root !== undefined) {
    visit(root, 0);
  }
  return entries;
}

/** A key of a name tree out of its bytes. */
export function bytesKey(bytes: Uint8Array): string {
  let key = '';
  for (const byte of bytes) {
    key += String.fromCharCode(byte);
  }
  return key;
}
