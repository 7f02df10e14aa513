/** Findings of the check of a personal signature: the code, its weight, and the words. */

import type { Finding } from '@yiwen/formats';

const WORDS = {
  'approval-unreadable': '个人签名的格式不正确，无法核对',
  'approval-other-statement': '签名所附的签批声明与所核对的不一致',
  'approval-path-wrong': '合并签批的路径不能连到所签的摘要',
  'approval-value-wrong': '签名值与签批声明不符',
  'approval-key-kind': '证书的密钥与签名算法不符',
  'approval-certificate-unreadable': '签名所附的证书无法读取',
  'approval-chain-broken': '签名所附的证书链不相连',
  'approval-certificate-of-another': '证书写的不是这位签批人',
  'approval-key-differs': '通行密钥与证书写的密钥不同',
  'approval-not-enrolled': '这个密钥当时没有登记在签批人名下',
  'approval-passkey-unreadable': '通行密钥的应答无法读取',
  'approval-passkey-other-challenge': '通行密钥应答的不是这份签批的摘要',
  'approval-passkey-other-site': '通行密钥的应答来自别的网站',
  'approval-passkey-person-not-verified': '通行密钥没有核验本人（指纹、面容或密码）',
  'approval-other-act': '签名所签的不是这一行为',
  'approval-other-document': '签名所签的不是这份文件',
  'approval-other-version': '签名所签的不是这一版文稿',
  'approval-other-use': '签名所签的不是这次用印',
  'approval-other-opinion': '签名所签的意见与记录的意见不同',
  'approval-other-person': '签名人与记录的办理人不同',
  'approval-owed': '此项签批按规定须有本人签名，但没有',
} as const;

const NOTES = {
  'approval-key-unnamed': '没有证书说明这个通行密钥属于谁',
  'approval-none': '此项签批没有本人签名',
  'approval-had-key': '办理人当时有签名密钥，却没有用',
} as const;

/** Codes that make the answer `wrong`. */
export type ApprovalFault = keyof typeof WORDS;

/** A finding that makes the answer `wrong`. */
export function fault(code: ApprovalFault, evidence?: string): Finding {
  return {
    code,
    severity: 'error',
    message: WORDS[code],
    ...(evidence === undefined ? {} : { evidence }),
  };
}

/** A finding that takes nothing from what was shown. */
export function note(code: keyof typeof NOTES): Finding {
  return { code, severity: 'warning', message: NOTES[code] };
}
