import { declareErrors } from '../../platform/errors/index.ts';

/** Refusals of the directory. */
declareErrors({
  'directory.organ-without-administrators': {
    status: 409,
    zh: '下级单位由本单位的三位管理员兼管，本单位现在没有自己的三位管理员，没有设立。',
    en: 'The three administrators keep a subordinate organ as well, and this organ has none of its own. Nothing was added.',
    remedy: {
      zh: '请切换到上级单位的管理员岗位再设立。',
      en: 'Switch to the post in the upper organ and try again.',
    },
  },
  'directory.organ-exists': {
    status: 409,
    zh: '已有同名或同一机关代字的单位，没有另设。',
    en: 'There is an organ of this name or agency code already. Nothing was added.',
    remedy: { zh: '请核对全称和机关代字。', en: 'Check the full name and the agency code.' },
  },
  'directory.wrong-password': {
    status: 401,
    zh: '账号或密码不正确。',
    en: 'The login or the password is not right.',
    remedy: {
      zh: '请检查后重试；忘记密码请联系安全管理员。',
      en: 'Check and try again, or ask the security administrator.',
    },
  },
  'directory.locked-out': {
    status: 423,
    zh: '连续输错次数过多，账号已暂时锁定。',
    en: 'Too many wrong attempts: the account is locked for a while.',
    remedy: { zh: '请稍后再试，或联系安全管理员。', en: 'Try later, or ask the security administrator.' },
    reportable: true,
  },
  'directory.suspended': { status: 403, zh: '该账号已停用。', en: 'This account is suspended.' },
  'directory.no-post': {
    status: 403,
    zh: '您目前没有有效的岗位，不能登录。',
    en: 'You hold no post at present, so you cannot sign in.',
    remedy: { zh: '请联系系统管理员。', en: 'Ask the system administrator.' },
  },
  'directory.wrong-code': {
    status: 401,
    zh: '动态口令不正确或已用过。',
    en: 'The code is wrong or was used before.',
  },
  'directory.passkey-refused': {
    status: 401,
    zh: '通行密钥没有通过验证。',
    en: 'The passkey was not accepted.',
  },
  'directory.second-factor-required': {
    status: 409,
    zh: '您的岗位必须保留至少一种第二重验证。',
    en: 'Your post must keep a second factor.',
  },
  'directory.weak-password': {
    status: 422,
    zh: '密码至少10位，且不能与账号相同。',
    en: 'A password needs at least 10 characters and must differ from the login.',
  },
  'directory.login-taken': { status: 409, zh: '该账号名已有人使用。', en: 'This login is taken.' },
  'directory.not-found': {
    status: 404,
    zh: '没有找到这个人员、岗位或机关。',
    en: 'No such person, post or organ.',
  },
  'directory.not-your-post': { status: 403, zh: '您没有担任这个岗位。', en: 'You do not hold this post.' },
  'directory.set-up-already': {
    status: 409,
    zh: '系统已经初始化，不能再次进行。',
    en: 'The node is set up already.',
  },
  'directory.wrong-setup-token': {
    status: 403,
    zh: '初始化口令不正确，请使用启动时终端上显示的口令。',
    en: 'The setup token is wrong. Use the one printed in the terminal at start.',
    reportable: true,
  },
  'directory.administrators-must-differ': {
    status: 422,
    zh: '系统、安全、审计三位管理员必须是三个不同的人，各有各的账号。',
    en: 'The system, security and audit administrators must be three people with three logins.',
  },
  'directory.role-not-grantable': {
    status: 403,
    zh: '管理员岗位与办公岗位不能由同一人担任，系统管理员也不能授予管理员岗位。',
    en: 'Nobody holds an administrator post and an office post together, and a system administrator grants no administrator post.',
  },
  'directory.administrator-protected': {
    status: 403,
    zh: '管理员账号只能由安全管理员停用或恢复，且不能对自己操作。',
    en: 'An administrator is suspended or resumed by the security administrator only, and never by themselves.',
  },
  'directory.delegate-own-post': {
    status: 403,
    zh: '只能委托自己的岗位，也不能委托给自己；代他人登记委托请由党政办或系统管理员办理。',
    en: 'You can delegate your own post only, and never to yourself; the office or the system administrator records it for others.',
  },
  'directory.dates-reversed': {
    status: 422,
    zh: '结束日期早于开始日期。',
    en: 'The end is before the beginning.',
  },
});
