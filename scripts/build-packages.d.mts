/** Emits `formats` as ES modules with declarations and a package.json of its own; answers the folder. */
export function buildFormats(folder?: string): string;
/** Bundles the command line; answers the folder. */
export function buildCommand(folder?: string): Promise<string>;
/** Bundles one program for Node into `NAME.js`; answers the folder. */
export function buildProgram(name: string, source: string, folder: string): Promise<string>;
