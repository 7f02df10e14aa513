/** Handwriting as canonical JSON has it: lengths in micrometres, ratios in thousandths, so that it can be hashed. */

/** A stroke of the pen; points are x and y in 0.01 mm, pressure, ms, tilts: whole numbers already. */
type Stroke = {
  tool: 'pen';
  color: string;
  widthMm: number;
  t0Ms: number;
  points: number[][];
};

/** Handwriting as screens and the API have it. */
export type Handwriting = {
  v: 1;
  page: number;
  box: { xMm: number; yMm: number; wMm: number; hMm: number };
  startedAt: string;
  device: { pointerType: string; dpr: number };
  strokes: Stroke[];
};

/** The same in whole numbers: what an act's body keeps and a statement's `ink` is the digest of. */
export type WholeInk = {
  v: 1;
  page: number;
  boxUm: [number, number, number, number];
  startedAt: string;
  pointerType: string;
  dprThousandths: number;
  strokes: { tool: 'pen'; color: string; widthUm: number; t0Ms: number; points: number[][] }[];
};

/** Handwriting in whole numbers. */
export function wholeInk(value: Handwriting): WholeInk {
  const { xMm, yMm, wMm, hMm } = value.box;
  return {
    v: 1,
    page: value.page,
    boxUm: [thousandths(xMm), thousandths(yMm), thousandths(wMm), thousandths(hMm)],
    startedAt: value.startedAt,
    pointerType: value.device.pointerType,
    dprThousandths: Math.round(value.device.dpr * 1000),
    strokes: value.strokes.map((stroke) => ({
      tool: stroke.tool,
      color: stroke.color,
      widthUm: thousandths(stroke.widthMm),
      t0Ms: stroke.t0Ms,
      points: stroke.points,
    })),
  };
}

function thousandths(value: number): number {
  // `-0` has no canonical form.
  return Math.round(value * 1000) + 0;
}
