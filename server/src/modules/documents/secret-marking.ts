/**
 * Finds a 密级 in text. This product must not hold state secrets: whatever is marked 绝密, 机密 or 秘密 is refused
 * before anything of it is stored (保守国家秘密法; official-documents §1.2). The words in a sentence (保守国家秘密法) are
 * no marking: a marking has its star, its field, or a line of its own near the top.
 */

const LEVEL = String.raw`(?:[绝絕]\s*密|[机機]\s*密|秘\s*密)`;
const STARRED = new RegExp(String.raw`${LEVEL}\s*[★☆✦-✰⭐⭑⭒⋆∗*]`, 'u');
const FIELD = new RegExp(String.raw`密\s*[级級]\s*(?:和\s*保\s*密\s*期\s*限)?\s*[:：]\s*${LEVEL}`, 'u');
const TERM = String.raw`(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:年|个?\s*月)|[长長]\s*期`;
const OWN_LINE = new RegExp(
  String.raw`^[\s\d]*[【〔[(《<]?\s*${LEVEL}\s*[级級]?\s*[】〕\])》>]?\s*(?:${TERM})?\s*[】〕\])》>]?\s*$`,
  'u',
);
/** Signs nobody sees: zero-width characters and marks that sit on the one before. */
const UNSEEN = /[\p{Cf}\p{Mn}]/gu;

/** Lines looked at for a marking that stands alone: the 版头 of a first page. */
const HEAD_LINES = 40;

/** Whether a text carries a secret marking. `text` is the whole text, or that of the first pages. */
export function hasSecretMarking(text: string): boolean {
  const normal = text
    .normalize('NFKC')
    .replace(UNSEEN, '')
    // Runs of blanks become one: the patterns allow blanks in many places and would try a long run in every way.
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n');
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
