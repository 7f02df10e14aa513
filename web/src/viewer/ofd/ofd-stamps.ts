/** Where the seals of an OFD stand: the visible part of every StampAnnot, numbered as the report numbers signatures. */
import type { OfdDocument } from '@yiwen/formats/ofd';
import type { PageBox, PageStamp } from '../page-source.ts';
import { fromCorner } from './ofd-runs.ts';

/** Stamps of every signature record that name a page and a place. */
export function ofdStamps(document: OfdDocument): PageStamp[] {
  return document.signatures.flatMap((record, signature) =>
    record.stamps.flatMap(({ pageRef, boundary, clip }): PageStamp[] => {
      const page = document.pages.findIndex(({ id }) => id === pageRef);
      const area = document.pages[page]?.area;
      if (boundary === undefined || area === undefined) {
        return [];
      }
      const seen = clip
        ? {
            xMm: boundary.xMm + clip.xMm,
            yMm: boundary.yMm + clip.yMm,
            widthMm: clip.widthMm,
            heightMm: clip.heightMm,
          }
        : boundary;
      const box = common(fromCorner(seen, area), {
        xMm: 0,
        yMm: 0,
        widthMm: area.widthMm,
        heightMm: area.heightMm,
      });
      return box.widthMm > 0 && box.heightMm > 0 ? [{ page, signature, box }] : [];
    }),
  );
}

/** The part two rectangles share. */
function common(a: PageBox, b: PageBox): PageBox {
  const xMm = Math.max(a.xMm, b.xMm);
  const yMm = Math.max(a.yMm, b.yMm);
  return {
    xMm,
    yMm,
    widthMm: Math.min(a.xMm + a.widthMm, b.xMm + b.widthMm) - xMm,
    heightMm: Math.min(a.yMm + a.heightMm, b.yMm + b.heightMm) - yMm,
  };
}
