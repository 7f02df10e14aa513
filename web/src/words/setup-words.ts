/** Words of setting up a node, kept apart from the catalogues because that is done once. */

const zh = {
  title: '第一次使用',
  lead: '这台服务器还是空的。填写本单位和三位管理员，约三分钟。',
  token: '启动口令',
  tokenHelp: '启动服务器的窗口里印着一行口令，抄在这里。',
  organ: '本单位',
  organName: '单位全称',
  organShort: '单位简称',
  organCode: '机关代字',
  organCodeHelp: '用在发文字号里，例如“禾汀政”。',
  admins: '三位管理员',
  adminsHelp: '三个人不能互相兼任。登录后都要再设一道验证。',
  system: '系统管理员',
  security: '安全管理员',
  audit: '审计管理员',
  systemHelp: '管人员和岗位',
  securityHelp: '管权限和委托',
  auditHelp: '看操作记录',
  name: '姓名',
  login: '用户名',
  password: '密码',
  go: '建立单位',
  done: '单位已建好，请用管理员的用户名登录。',
  twice: '三位管理员的用户名不能相同',
};

const en: Widen<typeof zh> = {
  title: 'First use',
  lead: 'This server is empty. Enter your office and its three administrators; it takes about three minutes.',
  token: 'Start token',
  tokenHelp: 'The window that started the server shows a token. Copy it here.',
  organ: 'Your office',
  organName: 'Full name',
  organShort: 'Short name',
  organCode: 'Agency code',
  organCodeHelp: 'Used in document numbers, such as 禾汀政.',
  admins: 'Three administrators',
  adminsHelp: 'They must be three people. Each sets up a second check after signing in.',
  system: 'System administrator',
  security: 'Security administrator',
  audit: 'Audit administrator',
  systemHelp: 'people and posts',
  securityHelp: 'rights and delegations',
  auditHelp: 'reads what was done',
  name: 'Name',
  login: 'User name',
  password: 'Password',
  go: 'Set up the office',
  done: 'The office is set up. Sign in as an administrator.',
  twice: 'The three user names must differ',
};

type Widen<T> = { readonly [K in keyof T]: T[K] extends string ? string : Widen<T[K]> };

/** Both catalogues. */
export const setupWords: Record<'zh' | 'en', Widen<typeof zh>> = { zh, en };
