import { declareErrors } from './registry.ts';

/** Refusals that the platform itself gives, whatever the module. */
declareErrors({
  'http.invalid-input': {
    status: 400,
    zh: '提交的内容不符合要求，未作任何处理。',
    en: 'The request does not have the expected form. Nothing was done.',
    remedy: { zh: '请按提示改正后再提交。', en: 'Correct the marked fields and send it again.' },
  },
  'http.not-found': { status: 404, zh: '没有找到您要的内容。', en: 'There is nothing at this address.' },
  'http.not-signed-in': {
    status: 401,
    zh: '您还没有登录，或登录已过期。',
    en: 'You are not signed in, or the session has ended.',
    remedy: { zh: '请重新登录。', en: 'Sign in again.' },
  },
  'http.second-factor-needed': {
    status: 401,
    zh: '还需完成第二重验证。',
    en: 'The second factor is still missing.',
    remedy: { zh: '请输入动态口令或使用通行密钥。', en: 'Enter the one-time code or use your passkey.' },
  },
  'http.password-change-needed': {
    status: 403,
    zh: '这是初始密码，请先修改密码再办理业务。',
    en: 'This is a first password: change it before anything else.',
    remedy: { zh: '请到“设置”修改密码。', en: 'Change it under Settings.' },
  },
  'http.csrf-refused': {
    status: 403,
    zh: '页面已过期，这次操作没有执行。',
    en: 'The page is out of date. Nothing was done.',
    remedy: { zh: '请刷新页面后重试。', en: 'Reload the page and try again.' },
  },
  'http.origin-refused': {
    status: 403,
    zh: '请求来自其他网站，已拒绝。',
    en: 'The request comes from another site and was refused.',
    reportable: true,
  },
  'http.too-many-requests': {
    status: 429,
    zh: '操作过于频繁，请稍候再试。',
    en: 'Too many requests. Wait a moment.',
  },
  'http.conflict': {
    status: 409,
    zh: '提交的编号已被使用，未作任何处理。',
    en: 'Something with this id exists already. Nothing was done.',
    remedy: { zh: '请刷新页面后重试。', en: 'Reload the page and try again.' },
  },
  'http.unknown-reference': {
    status: 422,
    zh: '提交的内容指向不存在的对象，未作任何处理。',
    en: 'The request names something that does not exist here. Nothing was done.',
  },
  'http.too-large': {
    status: 413,
    zh: '文件或内容超过了允许的大小。',
    en: 'The content is larger than allowed.',
  },
  'http.unavailable': {
    status: 503,
    zh: '系统正忙或正在启动，请稍候再试。',
    en: 'The node is starting or busy. Try again shortly.',
    reportable: true,
  },
  'http.fault': {
    status: 500,
    zh: '系统出了故障，这次操作的结果未知。请把请求编号告诉管理员。',
    en: 'Something failed on our side and the outcome is unknown. Give the request number to an administrator.',
    reportable: true,
  },
  'permissions.denied': {
    status: 403,
    zh: '您现在的岗位不能办理此事。',
    en: 'Your present post may not do this.',
    remedy: { zh: '请换用相应岗位，或联系党政办。', en: 'Switch to a post that may, or ask the office.' },
  },
});
