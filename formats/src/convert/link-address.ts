const followed = new Set(['http', 'https', 'ftp', 'mailto', 'tel']);

/**
 * Whether a link of a file from outside is handed on: addresses of the web, of mail and of telephones, and relative
 * ones. Scripts, data and files of the reader's machine are not; viewers differ in what they let a click do.
 */
export function isLinkAddress(address: string): boolean {
  // viewers pass over white space and control characters in front of a scheme and inside it
  const plain = [...address].filter((character) => character > ' ' && character !== '\u007f').join('');
  const scheme = /^([^/?#:]*):/.exec(plain)?.[1];
  return scheme === undefined ? !/^[\\/]{2}/.test(plain) : followed.has(scheme.toLowerCase());
}
