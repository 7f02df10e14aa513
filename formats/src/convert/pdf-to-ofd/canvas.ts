import type { ClipSpec, LineStyleSpec, PageObjectSpec, PathSegment } from '../../ofd/index.ts';
import { ConvertError } from '../errors.ts';
import type { Bounds, Clip, ClipPath, GraphicsState } from './graphics-state.ts';
import type { Notes } from './notes.ts';
import { boundsOf, boxPath, rectangleOfPath, within } from './paint-path.ts';

const maxObjects = 200_000;
const maxClipPaths = 32;
// a kilometre is no page: what lies further out comes from a broken or hostile file
const farthestMm = 1e6;

/** Collects the objects of one page, cell or appearance in painting order and keeps the clips that matter. */
export class Canvas {
  readonly objects: PageObjectSpec[] = [];
  readonly notes: Notes;
  /** The paper in page millimetres: a clip that holds all of it changes nothing. */
  readonly paper: Bounds;
  /** How many hidden optional contents are open: nothing is painted meanwhile (ISO 32000-1 8.11). */
  hidden = 0;
  readonly #spend: (count: number) => void;

  /** `spend` counts written path segments: a clip is written again with every object it touches. */
  constructor(paper: Bounds, notes: Notes, spend: (count: number) => void) {
    this.paper = paper;
    this.notes = notes;
    this.#spend = spend;
  }

  /** Adds an object with the clips that can touch it; `bounds` when its extent is known. */
  emit(state: GraphicsState, object: PageObjectSpec, bounds?: Bounds, more: readonly ClipPath[] = []): void {
    if (this.hidden > 0) {
      return;
    }
    if (!isOnPaper(object)) {
      this.notes.add('convert-out-of-range', 'error', '内容的坐标或尺寸超出合理范围，未转换', object.kind);
      return;
    }
    if (this.objects.length >= maxObjects) {
      throw new ConvertError('convert-limit', 'PDF 页面内容过多，超出限额');
    }
    const { box, paths } = state.clip;
    // what a clip leaves nothing of is not there; words, however, can still be searched for
    const apart = box !== undefined && (isEmpty(box) || (bounds !== undefined && isApart(bounds, box)));
    if (apart && object.kind !== 'text') {
      return;
    }
    const cut = box !== undefined && (bounds === undefined || !within(bounds, box)) ? [boxClip(box)] : [];
    const clips: ClipSpec[] = [...cut, ...[...paths, ...more].map(clipSpec)];
    this.#spend([...paths, ...more].reduce((sum, clip) => sum + clip.segments.length, cut.length));
    this.#spend(object.kind === 'path' ? object.segments.length : 1);
    this.objects.push(clips.length === 0 ? object : { ...object, clips });
  }

  /** Intersects the state's clip; one that holds the whole page changes nothing. */
  clip(state: GraphicsState, segments: readonly PathSegment[], evenOdd: boolean): void {
    if (!segments.every((segment) => segment.every(isSane))) {
      this.notes.add('convert-clip-range', 'error', '裁剪区域超出合理范围，未转换');
      return;
    }
    const { box, paths } = state.clip;
    const rectangle = rectangleOfPath(segments);
    if (rectangle !== undefined) {
      if (!within(this.paper, rectangle)) {
        state.clip = { box: box === undefined ? rectangle : intersection(box, rectangle), paths };
      }
      return;
    }
    const outline = boundsOf(segments);
    if (paths.length >= maxClipPaths) {
      this.notes.add('convert-clip-depth', 'error', '裁剪区域嵌套过深，未转换');
      return;
    }
    const rule = evenOdd && segments.filter(([kind]) => kind === 'M').length > 1;
    state.clip = {
      // the outline's box tells what lies apart; as a clip of its own it would be one too many
      box: box === undefined || !within(outline, box) ? box : undefined,
      paths: [...paths, { segments, evenOdd: rule }],
    };
  }

  /** The part of a box that the clip and the paper leave. */
  reachWithin(clip: Clip, bounds: Bounds): Bounds {
    return intersection(this.reach(clip), bounds);
  }

  /** The box nothing painted reaches beyond. */
  reach(clip: Clip): Bounds {
    let reach = clip.box === undefined ? this.paper : intersection(this.paper, clip.box);
    for (const path of clip.paths) {
      reach = intersection(reach, boundsOf(path.segments));
    }
    return reach;
  }
}

function boxClip(box: Bounds): ClipSpec {
  return boxPath(box);
}

function clipSpec({ segments, evenOdd }: ClipPath): ClipSpec {
  return evenOdd ? { areas: [{ kind: 'path', segments, rule: 'Even-Odd' }] } : segments;
}

function isEmpty([left, top, right, bottom]: Bounds): boolean {
  return right <= left || bottom <= top;
}

function isApart(a: Bounds, b: Bounds): boolean {
  return a[2] < b[0] || a[0] > b[2] || a[3] < b[1] || a[1] > b[3];
}

function intersection(a: Bounds, b: Bounds): Bounds {
  const left = Math.max(a[0], b[0]);
  const top = Math.max(a[1], b[1]);
  return [left, top, Math.max(left, Math.min(a[2], b[2])), Math.max(top, Math.min(a[3], b[3]))];
}

function isSane(value: unknown): boolean {
  return typeof value !== 'number' || (Number.isFinite(value) && Math.abs(value) < farthestMm);
}

/** Whether all numbers of an object are ones a page can have. */
function isOnPaper(object: PageObjectSpec): boolean {
  const ctm = 'ctm' in object ? (object.ctm ?? []) : [];
  if (!ctm.every(isSane)) {
    return false;
  }
  switch (object.kind) {
    case 'text':
      return (
        isSane(object.sizeMm) &&
        isSane(object.hScale) &&
        isSaneLine(object) &&
        object.runs.every(
          (run) =>
            isSane(run.xMm) &&
            isSane(run.yMm) &&
            (run.deltaXMm ?? []).every(isSane) &&
            (run.deltaYMm ?? []).every(isSane),
        )
      );
    case 'path':
      return isSaneLine(object) && object.segments.every((segment) => segment.every(isSane));
    default:
      return true;
  }
}

function isSaneLine({ lineWidthMm, miterLimit, dash }: LineStyleSpec): boolean {
  return (
    isSane(lineWidthMm) &&
    isSane(miterLimit) &&
    isSane(dash?.offsetMm) &&
    (dash?.patternMm ?? []).every(isSane)
  );
}
