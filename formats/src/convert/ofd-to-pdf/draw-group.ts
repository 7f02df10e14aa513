/** Groups: clips, opacity and blending. */
import {
  boxAround,
  type ClipShape,
  corners,
  type DisplayItem,
  type GroupItem,
  multiply,
  pathBox,
} from '../../drawing/index.ts';
import type { PdfRef } from '../../pdf/index.ts';
import { ContentStream } from './content-stream.ts';
import type { Ink, PointBox } from './ink.ts';
import { pathOperators } from './path-operators.ts';

const blends = { normal: 'Normal', multiply: 'Multiply', darken: 'Darken' } as const;
const deepest = 40;

export function drawGroup(item: GroupItem, ink: Ink): void {
  if (ink.depth > deepest) {
    ink.target.notes.add('pdf-too-deep', 'warning', '图元嵌套过深，其余部分未绘制');
    return;
  }
  const { hard, mask, box } = clip(item.clips, ink);
  const inner: Ink = { ...ink, matrix: multiply(item.matrix, ink.matrix), box, depth: ink.depth + 1 };
  const alpha = ink.opacity * Math.min(1, Math.max(0, item.opacity));
  const layered = mask !== undefined || item.blend !== 'normal' || (alpha < 1 && !isSingle(item.items));
  const body = (): void => {
    if (layered) {
      drawLayer(item, inner, alpha, mask);
    } else {
      ink.draw(item.items, { ...inner, opacity: alpha });
    }
  };
  if (hard.length === 0) {
    body();
    return;
  }
  ink.content.saved(() => {
    ink.content.write(hard.join('\n'));
    body();
  });
}

/** The group as one picture: a transparency group under a graphics state of its own. */
function drawLayer(item: GroupItem, inner: Ink, alpha: number, mask: PdfRef | undefined): void {
  const { target } = inner;
  const content = new ContentStream();
  inner.draw(item.items, { ...inner, content, opacity: 1 });
  if (content.empty) {
    return;
  }
  const group = target.group(content, inner.box);
  const states = [target.blendState(blends[item.blend], alpha), ...(mask ? [target.maskState(mask)] : [])];
  inner.content.saved(() => {
    for (const state of states) {
      inner.content.write(`${inner.content.use('ExtGState', state.name, state.ref)} gs`);
    }
    inner.content.write(`${inner.content.use('XObject', group.name, group.ref)} Do`);
  });
  inner.content.transparent = true;
}

/** Whether alpha on the item itself looks like alpha on the group: nothing in it can lie over anything else of it. */
function isSingle(items: readonly DisplayItem[]): boolean {
  const [item] = items;
  if (items.length !== 1 || !item) {
    return items.length === 0;
  }
  return item.kind === 'group'
    ? item.blend === 'normal' && isSingle(item.items)
    : item.kind === 'image' || item.fill === undefined || item.stroke === undefined;
}

type Cut = {
  /** Operators that narrow the clipping path. */
  readonly hard: string[];
  /** A form that is light where clips that paths cannot express let things show. */
  readonly mask: PdfRef | undefined;
  readonly box: PointBox;
};

/** All clips together, in the space of `ink`. */
function clip(clips: readonly ClipShape[], ink: Ink): Cut {
  let { box } = ink;
  const hard: string[] = [];
  let mask: PdfRef | undefined;
  for (const shape of clips) {
    const areas = shape.map(({ path, matrix, evenOdd }) => {
      const placed = multiply(matrix, ink.matrix);
      return { operators: pathOperators(path, placed), evenOdd, bounds: pathBox(path, placed) };
    });
    const drawn = areas.filter(({ operators, bounds }) => operators !== '' && bounds);
    const edges = drawn.flatMap(({ bounds }) => corners(bounds!));
    box = narrowed(box, edges);
    const [first] = drawn;
    if (!first) {
      hard.push('0 0 0 0 re W n');
    } else if (
      apart(drawn.map(({ bounds }) => bounds!)) &&
      drawn.every(({ evenOdd }) => evenOdd === first.evenOdd)
    ) {
      hard.push(`${drawn.map(({ operators }) => operators).join('\n')} ${first.evenOdd ? 'W*' : 'W'} n`);
    } else {
      mask = maskOf(drawn, box, ink, mask);
    }
  }
  return { hard, mask, box };
}

/** White areas on black: their union, whichever way each of them turns; under the masks there are already. */
function maskOf(
  areas: readonly { operators: string; evenOdd: boolean }[],
  box: PointBox,
  ink: Ink,
  under: PdfRef | undefined,
): PdfRef {
  const content = new ContentStream();
  if (under) {
    const state = ink.target.maskState(under);
    content.write(`${content.use('ExtGState', state.name, state.ref)} gs`);
  }
  content.fillWith('1 g');
  for (const { operators, evenOdd } of areas) {
    content.write(`${operators} ${evenOdd ? 'f*' : 'f'}`);
  }
  return ink.target.group(content, box, 'DeviceGray').ref;
}

type Bounds = { xMm: number; yMm: number; widthMm: number; heightMm: number };

/** Whether no two boxes meet, so that one path with all areas is their union. Many areas are taken as meeting. */
function apart(boxes: readonly Bounds[]): boolean {
  if (boxes.length > 200) {
    return false;
  }
  return boxes.every((a, index) =>
    boxes
      .slice(index + 1)
      .every(
        (b) =>
          a.xMm + a.widthMm <= b.xMm ||
          b.xMm + b.widthMm <= a.xMm ||
          a.yMm + a.heightMm <= b.yMm ||
          b.yMm + b.heightMm <= a.yMm,
      ),
  );
}

function narrowed([left, bottom, right, top]: PointBox, points: readonly [number, number][]): PointBox {
  const { xMm, yMm, widthMm, heightMm } = boxAround(points, 0.01);
  const low = [Math.min(right, Math.max(left, xMm)), Math.min(top, Math.max(bottom, yMm))] as const;
  return [
    low[0],
    low[1],
    Math.max(low[0], Math.min(right, xMm + widthMm)),
    Math.max(low[1], Math.min(top, yMm + heightMm)),
  ];
}
