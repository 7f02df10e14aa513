/** What the drawing of one page collects: shared definitions, their ids, and a budget. */
import { type Svg, type SvgAttributes, svg } from '../../drawing/index.ts';
import type { OfdDocument, Paint, Resources } from '../model/read-types.ts';

/** A seal picture to lay on a page; the bytes come from the seal structure, which is read elsewhere. */
export type StampPicture = {
  /** 0-based over all documents. */
  readonly page: number;
  readonly boundary: {
    readonly xMm: number;
    readonly yMm: number;
    readonly widthMm: number;
    readonly heightMm: number;
  };
  /** Relative to the boundary's top-left. */
  readonly clip?: {
    readonly xMm: number;
    readonly yMm: number;
    readonly widthMm: number;
    readonly heightMm: number;
  };
  readonly image: { readonly mime: string; readonly bytes: Uint8Array };
};

export type DrawOptions = {
  readonly stamps?: readonly StampPicture[];
  /** Font files by FontName for fonts that are not embedded; without one the browser's own font is named. */
  readonly fonts?: ReadonlyMap<string, Uint8Array>;
  /** Starts every id, so that several pages can stand in one HTML document. Default `p<index>`. */
  readonly idPrefix?: string;
};

const mostObjects = 100_000;

export class DrawCanvas {
  readonly document: OfdDocument;
  readonly options: DrawOptions;
  readonly defs: Svg[] = [];
  private readonly prefix: string;
  private readonly shared = new Map<string, string>();
  private objects = 0;
  private ids = 0;

  constructor(document: OfdDocument, prefix: string, options: DrawOptions) {
    this.document = document;
    this.options = options;
    this.prefix = prefix;
  }

  /** The id of a definition, made on first use of its key. */
  define(key: string, make: (id: string) => Svg): string {
    const known = this.shared.get(key);
    if (known !== undefined) {
      return known;
    }
    this.ids += 1;
    const id = `${this.prefix}-${this.ids}`;
    this.shared.set(key, id);
    this.defs.push(make(id));
    return id;
  }

  /** False when the page has used up its budget (composites that multiply themselves). */
  admit(): boolean {
    this.objects += 1;
    return this.objects <= mostObjects;
  }

  /** `fill` or `stroke` attributes for a paint. */
  paint(use: 'fill' | 'stroke', paint: Paint | undefined): SvgAttributes {
    if (!paint) {
      return { [use]: 'none' };
    }
    const opacity = paint.alpha < 255 ? paint.alpha / 255 : undefined;
    if (paint.kind === 'solid') {
      return { [use]: rgb(paint.rgb), [`${use}-opacity`]: opacity };
    }
    const id = this.define(JSON.stringify(paint), (made) => gradient(made, paint));
    return { [use]: `url(#${id})`, [`${use}-opacity`]: opacity };
  }

  /** A clip path made of elements; returns the attribute's value. */
  clip(content: readonly Svg[]): string {
    const id = this.define(`clip:${content.join('')}`, (made) =>
      svg('clipPath', { id: made, clipPathUnits: 'userSpaceOnUse' }, content),
    );
    return `url(#${id})`;
  }
}

/** Where drawing stands: the resources in force and how deep composites are nested. */
export type DrawPlace = {
  readonly resources: Resources;
  readonly layerParam?: string;
  readonly depth: number;
};

function gradient(id: string, paint: Paint & { kind: 'axial' | 'radial' }): Svg {
  const stops = paint.stops.map((stop) =>
    svg('stop', {
      offset: stop.offset,
      'stop-color': rgb(stop.rgb),
      'stop-opacity': stop.alpha < 255 ? stop.alpha / 255 : undefined,
    }),
  );
  const shared = { id, gradientUnits: 'userSpaceOnUse', spreadMethod: paint.repeat };
  const [x1, y1] = paint.start;
  const [x2, y2] = paint.end;
  return paint.kind === 'axial'
    ? svg('linearGradient', { ...shared, x1, y1, x2, y2 }, stops)
    : svg(
        'radialGradient',
        { ...shared, cx: x2, cy: y2, r: paint.endRadius, fx: x1, fy: y1, fr: paint.startRadius },
        stops,
      );
}

function rgb(values: readonly [number, number, number]): string {
  return `#${values
    .map((value) =>
      Math.min(Math.max(Math.round(value), 0), 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
