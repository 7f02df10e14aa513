/** Which log: one per organ and year. */
export type LogName = { readonly organId: string; readonly year: number };

/** Path of a log below the node's address and below a folder: `<organ>/<year>`. */
export function logPath(name: LogName): string {
  return `${name.organId}/${name.year}`;
}

/** Origin of a log opened on this node: host and path, as its checkpoints are found. */
export function originOf(publicUrl: string, name: LogName): string {
  return `${new URL(publicUrl).host}/log/${logPath(name)}`;
}
