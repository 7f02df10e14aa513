/** What the verbs of `yiwen ofd` are given: files with a size limit, page lists, places to write to. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { ContainerError } from '@yiwen/formats/container';
import { type OfdDocument, readOfd } from '@yiwen/formats/ofd';

/** A request that cannot be carried out, in words for whoever asked. */
export class RefusedInput extends Error {
  readonly exitCode: 1 | 2;
  constructor(message: string, exitCode: 1 | 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

const mostBytes = 256 * 1024 * 1024;

/** The bytes of a file; refuses what is missing or too large. */
export async function readInput(path: string | undefined): Promise<Uint8Array> {
  if (path === undefined) {
    throw new RefusedInput('请写上文件名。 Name a file.', 2);
  }
  try {
    if ((await stat(path)).size > mostBytes) {
      throw new RefusedInput(
        `${path} 超过 ${mostBytes} 字节。 ${path} is larger than ${mostBytes} bytes.`,
        1,
      );
    }
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (error instanceof RefusedInput) {
      throw error;
    }
    throw new RefusedInput(`读不到 Cannot read ${path}: ${wordsOf(error)}`, 1);
  }
}

/** An OFD; refuses what is no package at all. */
export async function readOfdFile(path: string | undefined): Promise<OfdDocument> {
  const bytes = await readInput(path);
  try {
    return readOfd(bytes);
  } catch (error) {
    if (error instanceof ContainerError) {
      throw new RefusedInput(`${path} 打不开 cannot be opened: ${error.message}`, 1);
    }
    throw error;
  }
}

/** Page indexes (from 0) of `1`, `2-5`, `1,3-4` or everything; refuses pages that do not exist. */
export function pageIndexes(asked: string | undefined, count: number): number[] {
  if (asked === undefined || asked === 'all') {
    return Array.from({ length: count }, (_, index) => index);
  }
  const indexes = new Set<number>();
  for (const part of asked.split(',')) {
    const [, first, last = first] = /^\s*(\d{1,7})(?:-(\d{1,7}))?\s*$/.exec(part) ?? [];
    const from = Number(first);
    const to = Number(last);
    if (first === undefined || from < 1 || to < from || to > count) {
      throw new RefusedInput(
        `“${part}”不是可用的页码（共 ${count} 页）。 "${part}" names no page of ${count}.`,
        2,
      );
    }
    for (let page = from; page <= to; page += 1) {
      indexes.add(page - 1);
    }
  }
  return [...indexes].sort((a, b) => a - b);
}

/** The file to write: as asked, else beside the input with another extension. */
export function outputPath(asked: string | undefined, input: string, extension: string): string {
  return asked ?? join(dirname(input), `${basename(input, extname(input))}${extension}`);
}

/** Writes a result; a place that cannot be written is refused in words. */
export async function writeOutput(path: string, bytes: Uint8Array | string): Promise<void> {
  try {
    await writeFile(path, bytes);
  } catch (error) {
    throw new RefusedInput(`写不了 Cannot write ${path}: ${wordsOf(error)}`, 1);
  }
}

const systemWords: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', '没有这个文件或目录 no such file or folder'],
  ['EACCES', '没有权限 not permitted'],
  ['EPERM', '没有权限 not permitted'],
  ['EISDIR', '是目录，不是文件 a folder, not a file'],
  ['ENOTDIR', '路径中有一段不是目录 part of the path is no folder'],
  ['ENOSPC', '磁盘已满 the disk is full'],
  ['EROFS', '磁盘只读 the disk is read-only'],
]);

/** What an error says, in one line. */
function wordsOf(error: unknown): string {
  const known = error instanceof Error && 'code' in error ? systemWords.get(error.code) : undefined;
  if (known !== undefined) {
    return known;
  }
  return error instanceof Error ? error.message : String(error);
}
