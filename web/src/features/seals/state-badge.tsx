import type { Seal } from '../../api/index.ts';
import { Badge } from '../../design/index.ts';
import { fill } from '../../words/index.ts';
import { type SealWords, useSealWords } from './use-seal-words.ts';

/** Where a seal stands, in a word with its shape; one that ran out says so, whatever the register says. */
export function StateBadge({ seal }: { seal: Seal }) {
  const { seal: words } = useSealWords();
  const over = seal.state === 'in-use' && !seal.usable;
  const look = seal.usable ? 'ok' : seal.state === 'suspended' || over ? 'red' : 'warn';
  return (
    <Badge look={look}>
      <span aria-hidden="true">{seal.usable ? '✓ ' : ''}</span>
      {over ? words.expired : words.states[seal.state]}
    </Badge>
  );
}

/** What is due because the seal runs out: 60, 30, 7 days before, and after. Empty while there is time. */
export function expiryLine(seal: Seal, words: SealWords): string {
  if (seal.expiry === undefined) {
    return '';
  }
  return seal.expiry.stage === 0 ? words.seal.ended : fill(words.seal.expiry, { n: seal.expiry.daysLeft });
}

/** The roles that have a seal in hand, in words. */
export function waitsFor(seal: Seal, words: SealWords): string {
  return seal.waitsFor.map((role) => words.seal.roleNames[role]).join('、');
}

/** Size of a seal: one number for a round one. */
export function sizeLine(seal: Seal, words: SealWords): string {
  const { widthMm: w = 0, heightMm: h = 0 } = seal;
  return seal.shape === 'round' ? fill(words.seal.diameter, { n: w }) : fill(words.seal.mm, { w, h });
}
