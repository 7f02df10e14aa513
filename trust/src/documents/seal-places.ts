/**
 * Where seals go on a page when no typesetter says so. Joint seals after GB/T 9704-2012 7.3.5.2: in the order of the
 * organs, the lead organ first, in rows of at most three, each centred on its organ's name and the last one on the
 * date too, names and date slightly below the centre; no seal crosses or touches another, and no row leaves the type
 * area. Riding seals (骑缝章) over the edge of pages: each page bears its strip of one seal.
 */

import type { BoxMm, SealStamp } from './ofd-signature-parts.ts';

/** Seals in one row of a joint issue. */
const SEALS_PER_ROW = 3;
/** How far the middle of name and date lies below a seal's centre, mm. */
const BELOW_CENTRE_MM = 4;
/** Free room between seals, mm, and the least of it where the type area is tight. */
const GAP_MM = 3;
const LEAST_GAP_MM = 1;
/** A strip narrower than this cannot be told from another, mm. */
const LEAST_STRIP_MM = 3;

/** An organ that seals: the size of its seal, and the box of its name where the page has one. */
export type JointOrgan = { seal: { widthMm: number; heightMm: number }; name?: BoxMm };

/** The page that joint seals go on. `area` is the type area (版心), `date` the box of 成文日期. */
export type JointPage = { date: BoxMm; area: BoxMm };

const centreX = ({ xMm, widthMm }: BoxMm): number => xMm + widthMm / 2;
const centreY = ({ yMm, heightMm }: BoxMm): number => yMm + heightMm / 2;

function around(x: number, y: number, { widthMm, heightMm }: JointOrgan['seal']): BoxMm {
  return { xMm: x - widthMm / 2, yMm: y - heightMm / 2, widthMm, heightMm };
}

function rowsOf<T>(items: readonly T[]): T[][] {
  const rows: T[][] = [];
  for (let at = 0; at < items.length; at += SEALS_PER_ROW) {
    rows.push(items.slice(at, at + SEALS_PER_ROW));
  }
  return rows;
}

/**
 * The place of each organ's seal, in their order, lead organ first. Where names have boxes the seals are centred on
 * them; otherwise columns count leftwards and rows upwards from the last seal, which stands on the date. Ask
 * `jointSealFaults` whether the rules hold: a page laid out for one seal has no room for six.
 */
export function jointSealBoxes(organs: readonly JointOrgan[], { date, area }: JointPage): BoxMm[] {
  const widest = Math.max(0, ...organs.map(({ seal }) => seal.widthMm));
  const highest = Math.max(0, ...organs.map(({ seal }) => seal.heightMm));
  const rows = rowsOf(organs);
  const columns = Math.min(SEALS_PER_ROW, organs.length);
  // A row of large seals closes up, and where that is not enough moves right, so as not to touch or leave the type area.
  const leftmost = area.xMm + widest / 2;
  const least = leftmost + (columns - 1) * (widest + LEAST_GAP_MM);
  const most = area.xMm + area.widthMm - widest / 2;
  const lastX = Math.min(Math.max(centreX(date), least), most);
  const step = Math.min(widest + GAP_MM, (lastX - leftmost) / Math.max(1, columns - 1));
  return rows.flatMap((row, r) => {
    const isLast = r === rows.length - 1;
    const gapRight = isLast ? 0 : columns - row.length;
    return row.map((organ, i) => {
      const presses = isLast && i === row.length - 1;
      if (organ.name !== undefined) {
        const middle = presses ? (centreY(organ.name) + centreY(date)) / 2 : centreY(organ.name);
        return around(centreX(organ.name), middle - BELOW_CENTRE_MM, organ.seal);
      }
      const x = lastX - (row.length - 1 - i + gapRight) * step;
      const y = centreY(date) - BELOW_CENTRE_MM - (rows.length - 1 - r) * (highest + GAP_MM);
      return around(x, y, organ.seal);
    });
  });
}

/** A rule of joint seals that does not hold; `seals` are indices in the order of the organs. */
export type SealPlaceFault = {
  rule: 'seals-touch' | 'outside-type-area' | 'date-not-pressed' | 'out-of-order';
  seals: number[];
};

const overlap = (a: BoxMm, b: BoxMm): boolean =>
  a.xMm <= b.xMm + b.widthMm &&
  b.xMm <= a.xMm + a.widthMm &&
  a.yMm <= b.yMm + b.heightMm &&
  b.yMm <= a.yMm + a.heightMm;

/** Which rules the places of joint seals break; empty when all hold. Round seals are taken as their boxes. */
export function jointSealFaults(boxes: readonly BoxMm[], { date, area }: JointPage): SealPlaceFault[] {
  const faults: SealPlaceFault[] = [];
  boxes.forEach((box, i) => {
    boxes.forEach((other, j) => {
      if (j > i && overlap(box, other)) {
        faults.push({ rule: 'seals-touch', seals: [i, j] });
      }
    });
    const inside = box.xMm >= area.xMm && box.xMm + box.widthMm <= area.xMm + area.widthMm;
    if (!inside || box.yMm < area.yMm) {
      faults.push({ rule: 'outside-type-area', seals: [i] });
    }
    const next = boxes[i + 1];
    const sameRow = next !== undefined && Math.abs(centreY(next) - centreY(box)) < box.heightMm / 2;
    const isAfter =
      next === undefined || (sameRow ? centreX(next) > centreX(box) : centreY(next) > centreY(box));
    if (!isAfter) {
      faults.push({ rule: 'out-of-order', seals: [i, i + 1] });
    }
  });
  const last = boxes.at(-1);
  if (last !== undefined && !overlap(last, date)) {
    faults.push({ rule: 'date-not-pressed', seals: [boxes.length - 1] });
  }
  return faults;
}

/** A riding seal: its size, its top on the pages, and the edge it rides on. */
export type RidingSeal = { widthMm: number; heightMm: number; yMm: number; edge?: 'right' | 'left' };

/**
 * The stamps of a riding seal over all pages (their sizes in order), for one signature. Many pages are parted into
 * groups of nearly equal size, each under a whole seal, so that no strip is narrower than 3 mm. Throws RangeError with
 * fewer than two pages.
 */
export function ridingStamps(
  pages: readonly { widthMm: number }[],
  { widthMm, heightMm, yMm, edge = 'right' }: RidingSeal,
): SealStamp[] {
  const most = Math.floor(widthMm / LEAST_STRIP_MM);
  if (pages.length < 2 || most < 2) {
    throw new RangeError('expected at least two pages and a seal wide enough to be parted between them');
  }
  const groups = Math.ceil(pages.length / most);
  const firstOf = (group: number) => Math.round((group * pages.length) / groups);
  return pages.map((page, i) => {
    const group = Array.from({ length: groups }, (_, g) => g).find((g) => i < firstOf(g + 1)) ?? 0;
    const count = firstOf(group + 1) - firstOf(group);
    const strip = widthMm / count;
    const at = i - firstOf(group);
    const hidden = edge === 'right' ? at * strip : widthMm - (at + 1) * strip;
    return {
      page: i,
      xMm: edge === 'right' ? page.widthMm - strip - hidden : -hidden,
      yMm,
      widthMm,
      heightMm,
      clip: { xMm: hidden, yMm: 0, widthMm: strip, heightMm },
    };
  });
}
