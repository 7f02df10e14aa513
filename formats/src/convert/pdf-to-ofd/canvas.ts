import type { PageObjectSpec, PathSegment } from '../../ofd/index.ts';
import { ConvertError } from '../errors.ts';
import type { Bounds, GraphicsState } from './graphics-state.ts';
import type { Notes } from './notes.ts';
import { rectangleOfPath, within } from './paint-path.ts';

const maxObjects = 200_000;
const maxClips = 32;
// a kilometre is no page: what lies further out comes from a broken or hostile file
const farthestMm = 1e6;

/** Collects the page objects of one page in painting order and keeps the clips that matter. */
export class Canvas {
  readonly objects: PageObjectSpec[] = [];
  readonly notes: Notes;
  readonly #pageBox: Bounds;
  readonly #spend: (count: number) => void;

  /** `spend` counts written path segments: a clip is written again with every object it touches. */
  constructor(widthMm: number, heightMm: number, notes: Notes, spend: (count: number) => void) {
    this.#pageBox = [0, 0, widthMm, heightMm];
    this.notes = notes;
    this.#spend = spend;
  }

  /** Adds an object with the clips that can touch it; `bounds` when its extent is known. */
  emit(state: GraphicsState, object: PageObjectSpec, bounds?: Bounds): void {
    if (!isOnPaper(object)) {
      this.notes.add('convert-out-of-range', 'error', '内容的坐标或尺寸超出合理范围，未转换', object.kind);
      return;
    }
    if (this.objects.length >= maxObjects) {
      throw new ConvertError('convert-limit', 'PDF 页面内容过多，超出限额');
    }
    const clips = state.clips.filter(
      ({ rectangle }) => rectangle === undefined || bounds === undefined || !within(bounds, rectangle),
    );
    this.#spend(clips.reduce((sum, clip) => sum + clip.segments.length, 0));
    this.#spend(object.kind === 'path' ? object.segments.length : 1);
    this.objects.push(clips.length === 0 ? object : { ...object, clips: clips.map((clip) => clip.segments) });
  }

  /** Intersects the state's clip; one that holds the whole page changes nothing. */
  clip(state: GraphicsState, segments: readonly PathSegment[], evenOdd: boolean): void {
    const rectangle = rectangleOfPath(segments);
    if (rectangle !== undefined && within(this.#pageBox, rectangle)) {
      return;
    }
    const subpaths = segments.filter(([kind]) => kind === 'M').length;
    if (evenOdd && subpaths > 1) {
      this.notes.add('convert-clip-even-odd', 'warning', '奇偶规则的裁剪区域按非零规则处理');
    }
    if (!segments.every((segment) => segment.every(isSane)) || state.clips.length >= maxClips) {
      this.notes.add('convert-clip-range', 'error', '裁剪区域超出合理范围或嵌套过深，未转换');
      return;
    }
    state.clips = [...state.clips, { segments, rectangle }];
  }
}

function isSane(value: unknown): boolean {
  return typeof value !== 'number' || (Number.isFinite(value) && Math.abs(value) < farthestMm);
}

/** Whether all numbers of an object are ones a page can have. */
function isOnPaper(object: PageObjectSpec): boolean {
  const settings = object.kind === 'image' ? [] : Object.values(object);
  const ctm = object.kind === 'group' ? [] : (object.ctm ?? []);
  switch (object.kind) {
    case 'text':
      return [
        ...settings,
        ...ctm,
        ...object.runs.flatMap((run) => [run.xMm, run.yMm, ...(run.deltaXMm ?? [])]),
      ].every(isSane);
    case 'path':
      return (
        [...settings, ...ctm, ...(object.dash?.patternMm ?? []), object.dash?.offsetMm].every(isSane) &&
        object.segments.every((segment) => segment.every(isSane))
      );
    default:
      return ctm.every(isSane);
  }
}
