/** CRLReason (RFC 5280 5.3.1): the codes, our names for them, and the words shown. */

/** Why a certificate was revoked. */
export type RevocationReason =
  | 'unspecified'
  | 'key-compromise'
  | 'authority-compromise'
  | 'affiliation-changed'
  | 'superseded'
  | 'cessation'
  | 'hold'
  | 'removed'
  | 'privilege-withdrawn'
  | 'attribute-authority-compromise';

const CODES: Readonly<Record<RevocationReason, number>> = {
  unspecified: 0,
  'key-compromise': 1,
  'authority-compromise': 2,
  'affiliation-changed': 3,
  superseded: 4,
  cessation: 5,
  hold: 6,
  removed: 8,
  'privilege-withdrawn': 9,
  'attribute-authority-compromise': 10,
};

const WORDS: Readonly<Record<RevocationReason, string>> = {
  unspecified: '未说明原因',
  'key-compromise': '密钥泄露',
  'authority-compromise': '签发机构密钥泄露',
  'affiliation-changed': '所属关系变更',
  superseded: '已被新证书取代',
  cessation: '停止使用',
  hold: '暂停使用',
  removed: '已从列表移除',
  'privilege-withdrawn': '权限已收回',
  'attribute-authority-compromise': '属性机构密钥泄露',
};

/** ENUMERATED code of a reason. */
export function reasonCode(reason: RevocationReason): number {
  return CODES[reason];
}

/** Reason of a code; `unspecified` for a code nobody has defined. */
export function reasonOfCode(code: number | undefined): RevocationReason {
  const names = Object.keys(CODES) as RevocationReason[];
  return names.find((name) => CODES[name] === code) ?? 'unspecified';
}

/** The reason in Chinese. */
export function reasonWords(reason: RevocationReason): string {
  return WORDS[reason];
}
