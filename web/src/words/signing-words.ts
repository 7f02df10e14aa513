/** Words of personal signing, kept apart from the catalogues so that they are sent where something is signed. */

import { useLanguage } from './index.ts';

const zh = {
  title: '我的签名',
  lead: '签发、会签、批示时由您本人签名：签的是这一版、这一条意见。密钥在您自己的浏览器里生成，服务器打不开，别人代签不了。',
  required: '本机关规定：签批须本人签名。',
  none: '还没有启用个人签名。',
  byPassword: '用签名口令启用',
  byPasskey: '用指纹、面容或设备密码启用',
  byPasskeyHelp: '用这台设备解锁的方式签名，不用另记口令。只能在这台设备（或同步了通行密钥的设备）上签。',
  byPasswordHelp:
    '另设一个只用来签名的口令，不要和登录密码相同。口令不会发给服务器，忘了不能找回，只能停用后重新启用。',
  password: '签名口令',
  passwordAgain: '再输一次',
  passwordShort: '至少 8 个字符',
  passwordDiffers: '两次输入不一样',
  enrol: '启用',
  making: '正在生成密钥并加锁，约需几秒…',
  enrolled: '个人签名已启用',
  passkeyFailed: '没有完成：设备没有确认，或不支持。可以改用签名口令。',
  kinds: { password: '签名口令', prf: '通行密钥解锁的密钥', passkey: '通行密钥' },
  states: { active: '在用', awaiting: '等证书', revoked: '已停用' },
  certificate: '证书',
  issuer: '签发机构',
  validTo: '有效至',
  serial: '序列号',
  expiresSoon: '还有 {n} 天到期，请停用后重新启用。',
  since: '启用于 {when}',
  ended: '停用于 {when}',
  revoke: '停用',
  revokeAsk: '停用后不能再用它签名，已签的仍然有效。为什么停用？',
  reasons: { lost: '可能被别人知道或设备丢失', replaced: '换新的', left: '不再使用' },
  revoked: '已停用',
  add: '再启用一个',
  sign: '本人签名',
  signHelp: '口令只在本机解开您的密钥。',
  signPasskey: '提交时请在设备上确认（指纹、面容或设备密码）。',
  notThisTime: '这次不签名',
  notThisTimeHelp: '记录里会写明“未用本人签名”。',
  wrongPassword: '签名口令不对，没有提交。',
  needPassword: '请输入签名口令',
  cancelled: '设备没有确认，没有提交。可以再试。',
  mismatch: '服务器准备的签批内容与您看到的不一致，没有签名，也没有提交。请刷新后再看。',
  owed: '本机关规定这一步须本人签名。请先在“我的”页启用个人签名。',
  toMine: '去启用',
  which: '用哪个签',
  signedBy: { key: '已由本人签名（个人密钥）', passkey: '已由本人签名（通行密钥）' },
  unsigned: { 'no-key': '办理人没有启用个人签名', declined: '办理人这次未用本人签名' },
  checked: {
    signed: '签名核对无误：{who}',
    untrusted: '签名无误，但证书不在信任名单上',
    wrong: '签名与此项记录不符',
    none: '没有本人签名',
  },
};

type Widen<T> = { readonly [K in keyof T]: T[K] extends string ? string : Widen<T[K]> };
/** Sentences of personal signing. */
export type SigningWords = Widen<typeof zh>;

const en: SigningWords = {
  title: 'My signature',
  lead: 'When you approve, countersign or instruct, you sign it yourself: this version, these words. The key is made in your own browser; the server cannot open it and nobody can sign for you.',
  required: 'Your organ requires sign-offs to be signed by the person.',
  none: 'No personal signature yet.',
  byPassword: 'With a signing password',
  byPasskey: 'With fingerprint, face or screen lock',
  byPasskeyHelp:
    'You sign the way you unlock this device; nothing to remember. It works on this device, or where its passkeys are synchronised.',
  byPasswordHelp:
    'A password only for signing, other than the one you sign in with. It is never sent and cannot be recovered: revoke the key and enrol again.',
  password: 'Signing password',
  passwordAgain: 'Once more',
  passwordShort: 'At least 8 characters',
  passwordDiffers: 'The two are not the same',
  enrol: 'Enrol',
  making: 'Making and locking the key, a few seconds…',
  enrolled: 'Personal signature enrolled',
  passkeyFailed: 'Not done: the device did not confirm, or cannot. A signing password works everywhere.',
  kinds: { password: 'Signing password', prf: 'Key unlocked by a passkey', passkey: 'Passkey' },
  states: { active: 'in use', awaiting: 'waits for its certificate', revoked: 'revoked' },
  certificate: 'Certificate',
  issuer: 'Issuer',
  validTo: 'Valid until',
  serial: 'Serial number',
  expiresSoon: 'Expires in {n} days: revoke it and enrol again.',
  since: 'Since {when}',
  ended: 'Revoked {when}',
  revoke: 'Revoke',
  revokeAsk: 'It signs no more; what it signed stays good. Why?',
  reasons: {
    lost: 'Somebody may know it, or the device is lost',
    replaced: 'Replaced',
    left: 'No longer used',
  },
  revoked: 'Revoked',
  add: 'Enrol another',
  sign: 'Sign it yourself',
  signHelp: 'The password opens your key on this machine only.',
  signPasskey: 'When you submit, confirm on the device (fingerprint, face or screen lock).',
  notThisTime: 'Not this time',
  notThisTimeHelp: 'The record will say that it was not signed.',
  wrongPassword: 'Wrong signing password. Nothing was sent.',
  needPassword: 'Enter your signing password',
  cancelled: 'The device did not confirm. Nothing was sent; try again.',
  mismatch:
    'What the server prepared is not what you see. Nothing was signed or sent. Reload and look again.',
  owed: 'Your organ requires a personal signature for this step. Enrol one on your own page first.',
  toMine: 'Enrol',
  which: 'Sign with',
  signedBy: { key: 'Signed by the person (own key)', passkey: 'Signed by the person (passkey)' },
  unsigned: { 'no-key': 'the person has no personal signature', declined: 'not signed this time' },
  checked: {
    signed: 'Signature checked: {who}',
    untrusted: 'Signature good, certificate not on the trust list',
    wrong: 'The signature does not fit this record',
    none: 'Not signed by the person',
  },
};

/** The sentences in the language in use, and again when it changes. */
export function useSigningWords(): SigningWords {
  return useLanguage() === 'en' ? en : zh;
}
