/**
 * Takes 仿宋 and 楷体 (FandolFang, FandolKai: GPL-3 with font exception) out of Debian's
 * texlive-lang-chinese package, without installing it, and turns them to TrueType. Only where apt
 * is present; everything works without them, with the named stand-ins.
 */
import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toTrueType } from '@yiwen/formats/sfnt';

const run = promisify(execFile);

const PACKAGE = 'texlive-lang-chinese';
const FILES = ['FandolFang-Regular', 'FandolKai-Regular'] as const;
const INSIDE = './usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/';
const DOWNLOAD_TIMEOUT_MS = 180_000;
const UNPACK_TIMEOUT_MS = 60_000;

/** What came of it: the files written, or the reason in words (zh-CN) why there are none. */
export type FontInstallation = { installed: string[]; reason?: string };

/** Downloads the package; a machine whose package lists were never fetched gets them first, as root. */
async function download(folder: string): Promise<void> {
  const options = { cwd: folder, timeout: DOWNLOAD_TIMEOUT_MS };
  try {
    await run('apt-get', ['download', PACKAGE], options);
  } catch (error) {
    const unknown = error instanceof Error && /Unable to locate package|No candidate/i.test(error.message);
    if (!unknown || process.getuid?.() !== 0) {
      throw error;
    }
    await run('apt-get', ['update', '-qq'], options);
    await run('apt-get', ['download', PACKAGE], options);
  }
}

/**
 * Downloads (about 50 MB), extracts and converts. Never throws: without apt, network or the package
 * the reason is returned and the stand-ins stay in use.
 */
export async function installFandol(folder: string): Promise<FontInstallation> {
  const work = mkdtempSync(join(tmpdir(), 'yiwen-fandol-'));
  try {
    await download(work);
    const archive = readdirSync(work).find((name) => name.endsWith('.deb'));
    if (!archive) {
      return { installed: [], reason: `没有得到 ${PACKAGE} 软件包` };
    }
    await run('dpkg-deb', ['-x', archive, 'unpacked'], { cwd: work, timeout: UNPACK_TIMEOUT_MS });
    mkdirSync(folder, { recursive: true });
    const installed = FILES.map((name) => {
      const font = toTrueType(readFileSync(join(work, 'unpacked', INSIDE, `${name}.otf`)));
      const path = join(folder, `${name}.ttf`);
      // A new name first: a half-written font is never found.
      writeFileSync(`${path}.part`, font);
      renameSync(`${path}.part`, path);
      return path;
    });
    writeFileSync(
      join(folder, 'SOURCE.txt'),
      `FandolFang, FandolKai from Debian ${archive}, outlines turned to TrueType.\nLicence: GPL-3 with font exception, see that package.\n`,
    );
    return { installed };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const detail = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { installed: [], reason: missing ? '本机没有 apt，保留替代字体' : `取不到 ${PACKAGE}：${detail}` };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

// Only as this file: in a bundle the whole command is the main module, and its words are no folder for fonts.
if (import.meta.main && import.meta.filename.endsWith('install.ts') && process.argv[2]) {
  const { installed, reason } = await installFandol(process.argv[2]);
  console.log(installed.length > 0 ? '仿宋、楷体已取得' : `用替代字体：${reason}`);
}
