/** Font files installed on this machine, by name; looked for once, and only when asked. */
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const folders = [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  join(homedir(), '.local/share/fonts'),
  '/Library/Fonts',
];

const maxDepth = 5;
const maxFiles = 20_000;

let found: ReadonlyMap<string, string> | undefined;

/** File name without its ending → path; the first folder wins. Empty where there are none to read. */
export function machineFonts(): ReadonlyMap<string, string> {
  if (found === undefined) {
    const files = new Map<string, string>();
    for (const folder of folders) {
      search(folder, 0, files);
    }
    found = files;
  }
  return found;
}

function search(folder: string, depth: number, files: Map<string, string>): void {
  let entries: ReturnType<typeof list>;
  try {
    entries = list(folder);
  } catch {
    return; // absent or not for us to read
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth < maxDepth) {
      search(path, depth + 1, files);
    } else if (/\.(ttf|otf|ttc)$/i.test(entry.name) && files.size < maxFiles) {
      const name = entry.name.replace(/\.\w+$/, '');
      if (!files.has(name)) {
        files.set(name, path);
      }
    }
  }
}

function list(folder: string) {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}
