import { generate } from 'otplib';
import { roleLabels } from '../modules/permissions/index.ts';
import { sealingService } from '../modules/sealing/index.ts';
import type { Node } from '../platform/node/index.ts';
import { demoPassword, people } from './people.ts';

/** Columns a terminal gives a text: two for every Chinese character and full-width mark. */
function widthOf(text: string): number {
  return [...text].reduce((width, char) => width + (char.codePointAt(0)! > 0x2e7f ? 2 : 1), 0);
}

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Who can sign in, with the first password, and where the trust list of this node's seals lies. */
export async function signInTable(node: Node): Promise<string> {
  const epoch = Math.floor(node.clock.now().getTime() / 1000);
  const rows = await Promise.all(
    people.map(async ({ login, name, posts, totpSecret }) => {
      const [post] = posts;
      const factor =
        totpSecret === undefined
          ? ''
          : `${totpSecret}  现在 now ${await generate({ secret: totpSecret, epoch })}`;
      return [login, name, post!.title, roleLabels[post!.role].en, factor] as const;
    }),
  );
  const lines = rows.map(([login, name, title, role, factor]) =>
    `  ${padded(login, 7)}${padded(name, 8)}${padded(title, 26)}${padded(role, 24)}${factor}`.trimEnd(),
  );
  const folder = await node.services.get(sealingService).writeTrustFolder();
  return [
    '',
    `演示登录（初始密码一律为 ${demoPassword}；三位管理员另需动态口令）`,
    `Demonstration sign-in (first password of everybody: ${demoPassword}; the three administrators also need a one-time code)`,
    '',
    `  ${padded('账号', 7)}${padded('姓名', 8)}${padded('岗位', 26)}${padded('Role', 24)}动态口令密钥 TOTP secret`,
    ...lines,
    '',
    `演示印章的信任列表：${folder}`,
    `Trust list of the demonstration's seals; check a file with: npx yiwen verify --trust ${folder} FILE`,
    '所有机关、人员、印章均为虚构，演示无效；密码公开，请勿对外提供服务。',
    'Everything is invented and without legal effect; the passwords are public: do not serve this to others.',
    '',
  ].join('\n');
}
