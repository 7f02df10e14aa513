/** What the page checks with: the lists of the node it came from, and what differs between online and offline. */
import { parseTrustList, type TrustList } from '@yiwen/trust/certificates';
import { parseKeyList, type SignedKeyStatement, type VerifyLists } from '@yiwen/trust/paper';
import type { Report } from '@yiwen/trust/verification';

/** Everything the page needs. */
export type Means = {
  language: 'zh' | 'en';
  isOnline: boolean;
  /** As the node hands them out at `/verify/lists.json`. */
  lists(): Promise<VerifyLists>;
  /** Starts the worker that opens files. */
  worker(): Worker;
  /** Bytes or address of ZXing's WebAssembly, for browsers without a reader of codes. */
  codeReader(): ArrayBuffer | string;
  /** Shows the pages of a file beside its verdict; answers nothing when it cannot. */
  showFile?(place: HTMLElement, file: File, report: Report): Promise<unknown>;
};

/** The lists, read. */
export type Read = { at: string; origin: string; trust: TrustList; keys: SignedKeyStatement[] };

const known = new WeakMap<Means, Promise<Read>>();

/** The lists of these means, read once. */
export function readLists(means: Means): Promise<Read> {
  const found = known.get(means);
  if (found !== undefined) {
    return found;
  }
  const read = means.lists().then(({ at, origin, trust, paperKeys }) => ({
    at,
    origin,
    trust: parseTrustList(trust),
    keys: parseKeyList(paperKeys),
  }));
  read.catch(() => known.delete(means));
  known.set(means, read);
  return read;
}
