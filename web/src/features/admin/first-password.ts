/** Letters and digits that cannot be mistaken for each other when read aloud or copied by hand. */
const CHARACTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A first password: sixteen characters in groups of four, about 79 bits. */
export function firstPassword(): string {
  const letters: string[] = [];
  while (letters.length < 16) {
    for (const byte of crypto.getRandomValues(new Uint8Array(24))) {
      // 248 is the largest multiple of 31 in a byte: every character is equally likely.
      const letter = CHARACTERS[byte % CHARACTERS.length];
      if (byte < 248 && letters.length < 16 && letter !== undefined) {
        letters.push(letter);
      }
    }
  }
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}
