/**
 * Finds a 密级 in text. This product must not hold state secrets: whatever is marked 绝密, 机密 or 秘密 is refused
 * before anything of it is stored (保守国家秘密法; official-documents §1.2). The words in a sentence (保守国家秘密法) are
 * no marking: a marking has its star, its field, or a line of its own near the top.
 */

const STARRED = /(?:绝\s*密|机\s*密|秘\s*密)\s*[★☆✭✮⭐*＊]/u;
const FIELD = /密\s*级\s*(?:和\s*保\s*密\s*期\s*限)?\s*[:：]\s*(?:绝\s*密|机\s*密|秘\s*密)/u;
const OWN_LINE =
  /^[\s\d]*(?:绝\s*密|机\s*密|秘\s*密)(?:\s*(?:\d{1,2}\s*年|长\s*期|\d{1,2}\s*个?\s*月))?\s*$/u;

/** Lines looked at for a marking that stands alone: the 版头 of a first page. */
const HEAD_LINES = 40;

/** Whether a text carries a secret marking. `text` is the whole text, or that of the first pages. */
export function hasSecretMarking(text: string): boolean {
  const normal = text.normalize('NFKC');
  return (
    STARRED.test(normal) ||
    FIELD.test(normal) ||
    normal
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .slice(0, HEAD_LINES)
      .some((line) => OWN_LINE.test(line))
  );
}
