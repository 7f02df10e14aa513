/** What the drawing of one list shares: definitions by key, their ids, and path data written once. */
import type { DisplayItem, DisplayList, ShownPicture } from '../display-list.ts';
import type { PathCommand } from '../path.ts';
import { glyphData, millimetreData } from './path-data.ts';
import { shownNatively } from './shown-natively.ts';
import type { Svg } from './svg.ts';
import { svgImage } from './svg-image.ts';

/** Data of paths and outlines, kept from page to page as long as these live. */
type Kept = WeakMap<readonly PathCommand[], string>;
const pathDataOf: Kept = new WeakMap();
const glyphDataOf: Kept = new WeakMap();

/** Draws items; handed in, because patterns hold items. */
export type DrawItems = (items: readonly DisplayItem[], page: SvgPage) => Svg[];

export class SvgPage {
  readonly list: DisplayList;
  readonly defs: Svg[] = [];
  readonly drawItems: DrawItems;
  /** Pixels that meshes may still take: each is packed as a picture, which costs more than drawing it. */
  meshPixelsLeft = 1_500_000;
  private readonly prefix: string;
  private readonly pictures: ReadonlyMap<string, ShownPicture>;
  private readonly shared = new Map<unknown, string>();
  private ids = 0;

  constructor(
    list: DisplayList,
    prefix: string,
    pictures: ReadonlyMap<string, ShownPicture>,
    drawItems: DrawItems,
  ) {
    this.list = list;
    this.prefix = prefix;
    this.pictures = pictures;
    this.drawItems = drawItems;
  }

  /** The id of a definition, made on first use of its key (a text of our own, or an object of the list). */
  define(key: unknown, make: (id: string) => Svg): string {
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

  /** Millimetres. */
  pathData(path: readonly PathCommand[]): string {
    return kept(path, pathDataOf, millimetreData);
  }

  /** Parts of the em by `glyphGrid`. */
  glyphData(outline: readonly PathCommand[]): string {
    return kept(outline, glyphDataOf, glyphData);
  }

  /** The id of a picture over the unit square, written once; undefined when it cannot be shown. */
  image(key: string): string | undefined {
    const shown = this.pictures.get(key) ?? shownNatively(this.list.pictures.get(key));
    return shown && this.define(`image:${key}`, (id) => svgImage({ id, width: 1, height: 1 }, shown));
  }
}

function kept(
  path: readonly PathCommand[],
  known: Kept,
  write: (path: readonly PathCommand[]) => string,
): string {
  let data = known.get(path);
  if (data === undefined) {
    data = write(path);
    known.set(path, data);
  }
  return data;
}
