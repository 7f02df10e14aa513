/** A font from outside is judged before it enters the folder: read in a thread, then tried on a page by the engine. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import {
  FONT_ROLE_NAMES,
  type FontRole,
  previewSvg,
  rolesOfFileName,
  stopEngines,
  TypesetError,
  type UsedFont,
} from '@yiwen/typesetter';
import { OfficeError } from '../../platform/errors/index.ts';
import { describe, FontReadError } from './describe.ts';
import { trialPage } from './trial-page.ts';

/** Largest font file, in bytes. */
export const MAX_FONT_BYTES = 60 * 1024 * 1024;

/** A font that may enter the folder under `file`. */
export type CheckedFont = { file: string; roles: readonly FontRole[]; name: string; sha256: string };

/**
 * The name under which a font is kept: letters, digits and Chinese characters of its own name, or the role's name when
 * its own does not tell the role asked for. @throws OfficeError `fonts.not-usable`, `fonts.role-unclear`
 */
function fileNameFor(given: string, role: FontRole | undefined): string {
  const ending = extname(given).toLowerCase();
  if (ending !== '.ttf' && ending !== '.otf') {
    throw new OfficeError('fonts.not-usable', { reason: '文件名应以 .ttf 或 .otf 结尾' });
  }
  const own = given
    .normalize('NFC')
    .slice(0, -ending.length)
    .replace(/[^\p{L}\p{N}_-]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  const told = rolesOfFileName(own);
  if (role === undefined ? told.length === 0 : !told.includes(role)) {
    if (role === undefined) {
      throw new OfficeError('fonts.role-unclear');
    }
    return `${FONT_ROLE_NAMES[role]}${ending}`;
  }
  return `${own}${ending}`;
}

/**
 * Judges a font by reading it and by setting a page with it.
 * @throws OfficeError `fonts.too-large`, `fonts.not-usable` (with the reason), `fonts.role-unclear`, `fonts.few-characters`
 */
export async function checkFont(
  given: { name: string; bytes: Uint8Array },
  role: FontRole | undefined,
): Promise<CheckedFont> {
  if (given.bytes.length > MAX_FONT_BYTES) {
    throw new OfficeError('fonts.too-large', { mostBytes: MAX_FONT_BYTES });
  }
  const file = fileNameFor(given.name, role);
  const roles = rolesOfFileName(file);
  const folder = await mkdtemp(join(tmpdir(), 'yiwen-font-'));
  try {
    await writeFile(join(folder, file), given.bytes);
    const read = await readAlone(folder, file);
    await tryOnPage(folder, file, roles);
    return { file, roles, name: read.name, sha256: read.sha256 };
  } finally {
    // The engine of the trial holds the folder's font; it ends with it.
    stopEngines();
    await rm(folder, { recursive: true, force: true });
  }
}

async function readAlone(folder: string, file: string): Promise<UsedFont> {
  const described = await describe([folder]).catch((error: unknown) => {
    throw error instanceof FontReadError
      ? new OfficeError('fonts.not-usable', { reason: '读这个文件时出错' })
      : error;
  });
  const [problem] = described.problems;
  const found = described.roles.find((one) => one.file === file && !one.standIn);
  if (problem !== undefined || found === undefined) {
    throw new OfficeError('fonts.not-usable', { reason: problem?.message ?? '没有读出字体' });
  }
  return found;
}

/** Each role it claims is set by this file alone: no stand-in had to help with a common character. */
async function tryOnPage(folder: string, file: string, roles: readonly FontRole[]): Promise<void> {
  const { fonts } = await previewSvg(trialPage, { fontFolders: [folder] }).catch((error: unknown) => {
    throw error instanceof TypesetError
      ? new OfficeError('fonts.not-usable', { reason: '用它排不出版面' })
      : error;
  });
  const helped = fonts.some((one) => roles.includes(one.role) && one.file !== file);
  if (helped) {
    throw new OfficeError('fonts.few-characters');
  }
}
