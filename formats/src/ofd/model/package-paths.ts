/** ST_Loc: `/` is the package root, anything else is relative to the folder of the holding file (7.3). */

/** The folder part of an entry name, without a trailing slash; empty at the root. */
export function parentFolder(entry: string): string {
  const slash = entry.lastIndexOf('/');
  return slash < 0 ? '' : entry.slice(0, slash);
}

/** The entry names a location may mean, most likely first; backslashes are read as slashes. */
export function joinLoc(loc: string, folders: readonly string[]): string[] {
  const path = loc.trim().replaceAll('\\', '/');
  const bases = path.startsWith('/') ? ['', ...folders] : folders;
  return [...new Set(bases.map((folder) => normalPath(`${folder}/${path}`)))];
}

/** Without `.`, `..` and empty segments; `..` above the root stays at the root. */
function normalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') {
      segments.pop();
    } else if (segment !== '' && segment !== '.') {
      segments.push(segment);
    }
  }
  return segments.join('/');
}
