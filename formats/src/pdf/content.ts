import { Budget, defaultPdfLimits, type PdfLimits } from './limits.ts';
import type { PdfObject } from './objects.ts';
import { isKeyword, PdfParser } from './parser.ts';

/** One operator of a content stream with the operands before it (ISO 32000-1 7.8.2). */
export type ContentOperation = {
  readonly operator: string;
  readonly operands: readonly PdfObject[];
};

const maxOperands = 100_000;

/**
 * Operators one by one. An inline image comes as operator `BI` whose only operand is its dictionary, its data
 * skipped. Throws PdfError where the syntax breaks; what came before has been handed out by then.
 */
export function* parseContent(
  bytes: Uint8Array,
  limits: Partial<PdfLimits> = {},
): Generator<ContentOperation> {
  const parser = new PdfParser(bytes, 0, {
    budget: new Budget({ ...defaultPdfLimits, ...limits }),
    references: false,
    positions: false,
  });
  let operands: PdfObject[] = [];
  while (!parser.atEnd()) {
    const item = parser.readObjectOrKeyword();
    if (!isKeyword(item)) {
      operands.push(item);
      if (operands.length > maxOperands) {
        operands = [];
      }
      continue;
    }
    if (item.word === 'BI') {
      yield { operator: 'BI', operands: [readInlineImage(parser)] };
    } else {
      yield { operator: item.word, operands };
    }
    operands = [];
  }
}

/** The dictionary between BI and ID; moves past EI (8.9.7). */
function readInlineImage(parser: PdfParser): PdfObject {
  const dict = new Map<string, PdfObject>();
  while (!parser.tryWord('ID')) {
    const key = parser.readObject();
    const value = parser.readObject();
    if (typeof key === 'object' && key !== null && 'kind' in key && key.kind === 'name') {
      dict.set(key.name, value);
    }
  }
  const { bytes } = parser;
  for (let at = parser.pos + 1; at < bytes.length; at++) {
    const before = bytes[at - 1] as number;
    const after = bytes[at + 2];
    const spaced = before <= 0x20 && (after === undefined || after <= 0x20);
    if (bytes[at] === 0x45 && bytes[at + 1] === 0x49 && spaced) {
      parser.pos = at + 2;
      return dict;
    }
  }
  parser.pos = bytes.length;
  return dict;
}
