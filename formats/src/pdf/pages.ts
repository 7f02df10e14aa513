import type { Finding } from '../finding.ts';
import { PdfError } from './errors.ts';
import type { PdfLimits } from './limits.ts';
import { isDict, isName, isRef, type PdfDict, type PdfObject, type PdfRef, pdfRef } from './objects.ts';
import type { PdfFile } from './reader.ts';

/** A rectangle in points: lower left x, y, upper right x, y (normalised). */
export type PdfRectangle = readonly [number, number, number, number];

/** One page (7.7.3.3) with what it inherits. */
export type PdfPage = {
  readonly index: number;
  readonly ref: PdfRef | undefined;
  readonly dict: PdfDict;
  readonly mediaBox: PdfRectangle;
  readonly cropBox: PdfRectangle;
  /** 0, 90, 180 or 270, clockwise. */
  readonly rotate: number;
  readonly resources: PdfDict;
  /** UserUnit, points per unit are 1/72 inch times this. */
  readonly userUnit: number;
};

const a4: PdfRectangle = [0, 0, 595.276, 841.89];

type Inherited = { resources?: PdfObject; mediaBox?: PdfObject; cropBox?: PdfObject; rotate?: PdfObject };

/** Walks the page tree (7.7.3.2). Throws PdfError when it is broken, cyclic or over the limits. */
export function readPages(file: PdfFile, limits: PdfLimits, report: (finding: Finding) => void): PdfPage[] {
  const pages: PdfPage[] = [];
  const visited = new Set<number>();
  let nodes = 0;
  const visit = (value: PdfObject | undefined, inherited: Inherited, depth: number): void => {
    nodes += 1;
    if (nodes > limits.pages * 2 || pages.length > limits.pages || depth > limits.depth) {
      throw new PdfError('pdf-limit', 'PDF 页面过多或页面树过深，超出限额');
    }
    const ref = isRef(value) ? value : undefined;
    if (ref !== undefined) {
      if (visited.has(ref.num) && file.tolerant) {
        return;
      }
      if (visited.has(ref.num)) {
        throw new PdfError('pdf-pages-broken', 'PDF 页面树中同一节点出现两次');
      }
      visited.add(ref.num);
    }
    const node = file.resolve(value);
    if (!isDict(node) && file.tolerant) {
      report({ code: 'pdf-pages-broken', severity: 'error', message: 'PDF 页面树的节点不是字典' });
      return;
    }
    if (!isDict(node)) {
      throw new PdfError('pdf-pages-broken', 'PDF 页面树的节点不是字典');
    }
    const here: Inherited = {
      resources: node.get('Resources') ?? inherited.resources,
      mediaBox: node.get('MediaBox') ?? inherited.mediaBox,
      cropBox: node.get('CropBox') ?? inherited.cropBox,
      rotate: node.get('Rotate') ?? inherited.rotate,
    };
    const kids = file.array(node, 'Kids');
    if (kids !== undefined && !isName(file.resolve(node.get('Type')), 'Page')) {
      for (const kid of kids) {
        visit(kid, here, depth + 1);
      }
      return;
    }
    pages.push(pageOf(file, node, ref, here, pages.length, report));
  };
  visit(file.catalog.get('Pages'), {}, 0);
  if (pages.length === 0 && file.tolerant) {
    for (const num of file.objectNumbers()) {
      const ref = pdfRef(num);
      const node = file.resolve(ref);
      if (isDict(node) && looksLikePage(file, node)) {
        visit(ref, {}, 0);
      }
    }
  }
  const declared = file.dict(file.catalog, 'Pages');
  const count = declared === undefined ? undefined : file.number(declared, 'Count');
  if (count !== pages.length) {
    report({
      code: 'pdf-page-count',
      severity: 'warning',
      message: 'PDF 声明的页数与实际不符',
      evidence: `${count ?? '无'} / ${pages.length}`,
    });
  }
  return pages;
}

function looksLikePage(file: PdfFile, node: PdfDict): boolean {
  return (
    isName(file.resolve(node.get('Type')), 'Page') ||
    (!node.has('Type') && !node.has('Kids') && node.has('Contents') && node.has('MediaBox'))
  );
}

function pageOf(
  file: PdfFile,
  dict: PdfDict,
  ref: PdfRef | undefined,
  inherited: Inherited,
  index: number,
  report: (finding: Finding) => void,
): PdfPage {
  const given = rectangleOf(file, inherited.mediaBox);
  const lost = file.tolerant && (given === undefined || given[2] <= given[0] || given[3] <= given[1]);
  if (lost) {
    report({
      code: 'pdf-page-size',
      severity: 'error',
      place: `第 ${index + 1} 页`,
      message: 'PDF 页面没有有效的尺寸，按 A4 处理',
    });
  }
  const mediaBox = lost ? a4 : given;
  if (mediaBox === undefined) {
    throw new PdfError('pdf-pages-broken', `PDF 第 ${index + 1} 页没有有效的页面尺寸`);
  }
  const resources = file.resolve(inherited.resources);
  const rotate = file.resolve(inherited.rotate);
  return {
    index,
    ref,
    dict,
    mediaBox,
    cropBox: rectangleOf(file, inherited.cropBox) ?? mediaBox,
    rotate: typeof rotate === 'number' && rotate % 90 === 0 ? ((rotate % 360) + 360) % 360 : 0,
    resources: isDict(resources) ? resources : new Map(),
    userUnit: file.number(dict, 'UserUnit') ?? 1,
  };
}

/** A rectangle out of an array of four numbers, corners put in order; undefined when it is none. */
export function rectangleOf(file: PdfFile, value: PdfObject | undefined): PdfRectangle | undefined {
  const array = file.resolve(value);
  if (!Array.isArray(array) || array.length !== 4) {
    return undefined;
  }
  const [x0, y0, x1, y1] = array.map((item) => file.resolve(item));
  if (typeof x0 !== 'number' || typeof y0 !== 'number' || typeof x1 !== 'number' || typeof y1 !== 'number') {
    return undefined;
  }
  return [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
}
