/** Which log: one per organ and year. */
export type LogName = { readonly organId: string; readonly year: number };

/** Path of a log below the node's address and below a folder: `<organ>/<year>`. */
export function logPath(name: LogName): string {
  return `${name.organId}/${name.year}`;
}

/**
 * Origin of a log opened on this node: host and path, as its checkpoints are found. Undefined for an empty address: a node
 * on a port the system chooses learns its own only when it listens.
 */
export function originOf(publicUrl: string, name: LogName): string | undefined {
  return publicUrl === '' ? undefined : `${new URL(publicUrl).host}/log/${logPath(name)}`;
}
