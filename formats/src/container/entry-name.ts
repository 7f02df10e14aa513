/**
 * Names inside a package. A name is untrusted text that some program will one day join to a folder, so only
 * plain relative forward-slash paths are let through.
 */

/** Why a name is unsafe to open under, or undefined when it is fine. */
export type NameFault = 'empty' | 'absolute' | 'parent-path' | 'control-character' | 'odd-segment';

/** Judges a decoded name; backslashes must have been turned into slashes before. */
export function nameFault(name: string): NameFault | undefined {
  if (name === '') {
    return 'empty';
  }
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) {
    return 'absolute';
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/.test(name)) {
    return 'control-character';
  }
  const segments = name.split('/');
  if (segments.includes('..')) {
    return 'parent-path';
  }
  return segments.includes('') || segments.includes('.') ? 'odd-segment' : undefined;
}

/**
 * A raw name decoded: UTF-8 when flagged or valid, GB 18030 otherwise (older Chinese tools write it unflagged). Some
 * Chinese words in GBK happen to be valid UTF-8 of other scripts (页一, 联通): unflagged, they are read as Chinese.
 */
export function decodeName(
  raw: Uint8Array,
  utf8Flag: boolean,
): { name: string; encoding: 'utf-8' | 'gb18030' | 'broken' } {
  const unicode = decoded(raw, 'utf-8');
  const mayBeChinese =
    !utf8Flag &&
    (unicode === undefined || (/[\u0080-\u07ff]/.test(unicode) && !/[\u0800-\uffff]/.test(unicode)));
  const chinese = mayBeChinese ? decoded(raw, 'gb18030') : undefined;
  if (chinese !== undefined) {
    return { name: chinese, encoding: 'gb18030' };
  }
  return unicode === undefined
    ? { name: new TextDecoder('utf-8', { ignoreBOM: true }).decode(raw), encoding: 'broken' }
    : { name: unicode, encoding: 'utf-8' };
}

function decoded(raw: Uint8Array, label: 'utf-8' | 'gb18030'): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return undefined;
  }
}

/** Two names with the same key are one file on a case-insensitive or normalising file system. */
export function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
