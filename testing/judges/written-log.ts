/** A log written by this product into a folder, for programs of others to judge. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  commitment,
  EMPTY_EDGE,
  ed25519NoteSigner,
  edgeRoot,
  growEdge,
  logOpening,
  type NoteSigner,
  signNote,
  sm2NoteSigner,
  TileTree,
  tileSource,
  writeCheckpoint,
} from '@yiwen/trust/log';

/** SHA-256 of a text: seeds and made-up digests. */
export const sha256 = (text: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(text).digest());
/** Origin of the log the judges look at. */
export const origin = 'oa.test/log/2026';
/** Its two keys. */
export const key = ed25519NoteSigner(origin, sha256('judge log'));
/** The SM2 line that others must skip. */
export const sm2 = sm2NoteSigner(origin, sha256('judge sm2'), (n) => sha256(`random ${n}`).subarray(0, n));

/** The entry at an index. */
export function entryAt(i: number): Uint8Array {
  const digests = { sha256: sha256(`body ${i}`), sm3: sha256(`other ${i}`) };
  return i === 0
    ? logOpening(origin)
    : commitment({ type: 'documents.draft', doc: `d${i % 9}`, seq: i, ...digests });
}

/** Writes a log of ours, grown to each size in turn, and answers its last size and note. */
export async function writeLog(
  dir: string,
  sizes: readonly number[],
  signers: readonly NoteSigner[] = [key, sm2],
) {
  let edge = EMPTY_EDGE;
  let note = new Uint8Array(0);
  for (const size of sizes) {
    const added = Array.from({ length: size - edge.size }, (_, i) => entryAt(edge.size + i));
    const grown = growEdge(edge, added);
    for (const { path, bytes } of grown.files) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), bytes);
    }
    edge = grown.edge;
    const text = writeCheckpoint({ origin, size: edge.size, root: edgeRoot(edge) });
    note = new Uint8Array(await signNote(text, signers));
    writeFileSync(join(dir, `checkpoint.${size}`), note);
  }
  writeFileSync(join(dir, 'checkpoint'), note);
  return { size: edge.size, note };
}

/** The tree of a size, read from the folder. */
export function treeOf(dir: string, size: number): TileTree {
  const source = tileSource(async (path) =>
    existsSync(join(dir, path)) ? new Uint8Array(readFileSync(join(dir, path))) : undefined,
  );
  return new TileTree(source, size);
}
