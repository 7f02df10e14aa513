/** How large a seal is (国务院关于国家行政机关和企业事业单位社会团体印章管理的规定, 国发〔1999〕25号). */
import type { SealShape } from './seal-picture.ts';

/** Round seals by rank of the organ, mm across. Governments of counties and cities 45 (item 9), of townships 42 (item 11). */
const ORGAN_MM: Readonly<Record<string, number>> = { city: 45, county: 45 };
/** Everybody else's: departments, villages and institutions not above 45 (item 13); 42 is what they have. */
const OTHER_MM = 42;
/** A 业务专用章 is smaller than the seal of its organ, so that nobody takes one for the other. */
const BUSINESS_MM = 40;

const FIXED: Readonly<Record<Exclude<SealShape, 'round'>, { widthMm: number; heightMm: number }>> = {
  oval: { widthMm: 45, heightMm: 30 },
  horizontal: { widthMm: 36, heightMm: 15 },
  vertical: { widthMm: 15, heightMm: 40 },
  square: { widthMm: 20, heightMm: 20 },
};

/** Size of a seal's picture in whole millimetres; `isOrgan`: the organ's own seal and not one for a special purpose. */
export function sealSizeMm(seal: { shape: SealShape; organKind: string; isOrgan: boolean }): {
  widthMm: number;
  heightMm: number;
} {
  if (seal.shape !== 'round') {
    return { ...FIXED[seal.shape] };
  }
  const across = seal.isOrgan ? (ORGAN_MM[seal.organKind] ?? OTHER_MM) : BUSINESS_MM;
  return { widthMm: across, heightMm: across };
}
