/** Which of the files somebody chose is to be checked, and which is the signature beside it. */

/** `.p7s`, or `.p7m` and `.sig` as some programs call it. */
const signatureName = /\.(p7s|p7m|sig)$/i;

/** The file to be checked; with it the signature file, when exactly one of two is one. Undefined when none was chosen. */
export function chosenFiles<F extends { readonly name: string }>(
  files: Iterable<F>,
): { file: F; signature?: F } | undefined {
  const [first, second, ...more] = files;
  if (first === undefined) {
    return undefined;
  }
  if (second === undefined || more.length > 0) {
    return { file: first };
  }
  const signs = [first, second].map(({ name }) => signatureName.test(name));
  if (signs[0] === signs[1]) {
    return { file: first };
  }
  return signs[0] ? { file: second, signature: first } : { file: first, signature: second };
}
