import type { SigningKey } from '../api/index.ts';
import type { SigningWords } from '../words/signing-words.ts';

/** A key as its person knows it: by how it opens. */
export function keyName(key: SigningKey, words: SigningWords): string {
  const kind =
    key.kind === 'passkey'
      ? words.kinds.passkey
      : key.wrapped?.kdf === 'webauthn-prf'
        ? words.kinds.prf
        : words.kinds.password;
  return key.label === '' ? kind : `${kind}（${key.label}）`;
}
