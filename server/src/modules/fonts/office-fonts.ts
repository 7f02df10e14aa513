/** An organ's font folder, and the one place from which page setting learns of it. One organ never sets another's pages. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from '../../platform/node/index.ts';

/** Options for the engine, and a mark that changes when the fonts do (for caches of set pages). */
export type OfficeFonts = { fontFolders: readonly string[]; mark: string };

/** The folder of an organ's own fonts. */
export function fontFolderOf(node: Pick<Node, 'dataDir'>, organId: string): string {
  return join(node.dataDir, 'fonts', organId);
}

/** Font files in the folder, by name. */
export function fontFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.(?:ttf|otf)$/i.test(name))
      .sort();
  } catch (error) {
    // A node whose folder was never made has no fonts of its own.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

/** The engine options of everything that sets an organ's pages. */
export function officeFonts(node: Pick<Node, 'dataDir'>, organId: string): OfficeFonts {
  const folder = fontFolderOf(node, organId);
  const files = fontFilesIn(folder);
  const mark = files.map((name) => {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    return `${name}:${found?.size ?? 0}:${found?.mtimeMs ?? 0}`;
  });
  // A folder that is not there is not named: the engine would fail at it.
  return { fontFolders: files.length === 0 ? [] : [folder], mark: mark.join('\n') };
}
