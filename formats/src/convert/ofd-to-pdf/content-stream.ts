/** One content stream being written: operators, the graphics state they leave behind, and the resources they use. */
import type { PdfDict, PdfObject, PdfRef } from '../../pdf/index.ts';
import { written } from './content-numbers.ts';

export type ResourceKind = 'Font' | 'XObject' | 'ExtGState' | 'Pattern' | 'ColorSpace';

type Kept = {
  fill: string;
  stroke: string;
  line: string;
  alpha: string;
  font: string;
  render: number;
};

export type LineStyle = {
  readonly width: number;
  readonly cap: number;
  readonly join: number;
  readonly miterLimit: number;
  readonly dash: readonly number[];
  readonly dashOffset: number;
};

const initial: Kept = { fill: '0 g', stroke: '0 G', line: '', alpha: '', font: '', render: 0 };

export class ContentStream {
  /** Whether anything here needs a blending space: alpha, soft masks, blend modes. */
  transparent = false;
  readonly #parts: string[] = [];
  readonly #resources = new Map<ResourceKind, Map<string, PdfRef>>();
  readonly #stack: Kept[] = [];
  #now: Kept = { ...initial };

  write(operators: string): void {
    this.#parts.push(operators);
  }

  /** Runs `inside` between `q` and `Q`. */
  saved(inside: () => void): void {
    this.#stack.push({ ...this.#now });
    this.write('q');
    inside();
    this.write('Q');
    this.#now = this.#stack.pop()!;
  }

  /** Notes that a resource is used under `name`; returns the name as an operand. */
  use(kind: ResourceKind, name: string, ref: PdfRef): string {
    const known = this.#resources.get(kind) ?? new Map<string, PdfRef>();
    this.#resources.set(kind, known.set(name, ref));
    return `/${name}`;
  }

  /** Sets the filling colour by the operators given, when it is not set already. */
  fillWith(operators: string): void {
    if (this.#now.fill !== operators) {
      this.#now.fill = operators;
      this.write(operators);
    }
  }

  strokeWith(operators: string): void {
    if (this.#now.stroke !== operators) {
      this.#now.stroke = operators;
      this.write(operators);
    }
  }

  /** Sets a graphics state that holds alpha values only; `name` '' is the state every stream begins with. */
  alphaWith(name: string): void {
    if (this.#now.alpha !== name) {
      this.#now.alpha = name;
      this.write(`/${name} gs`);
      this.transparent = true;
    }
  }

  get alpha(): string {
    return this.#now.alpha;
  }

  lineWith(style: LineStyle): void {
    const { width, cap, join, miterLimit, dash, dashOffset } = style;
    const operators = [
      `${written(width)} w ${cap} J ${join} j`,
      ...(join === 0 ? [`${written(Math.max(1, miterLimit))} M`] : []),
      `[${dash.map((length) => written(length)).join(' ')}] ${written(dashOffset)} d`,
    ].join(' ');
    if (this.#now.line !== operators) {
      this.#now.line = operators;
      this.write(operators);
    }
  }

  /** Inside a text object. */
  fontWith(operand: string, size: string): void {
    const operators = `${operand} ${size} Tf`;
    if (this.#now.font !== operators) {
      this.#now.font = operators;
      this.write(operators);
    }
  }

  /** Text rendering mode (9.3.6). */
  renderWith(mode: number): void {
    if (this.#now.render !== mode) {
      this.#now.render = mode;
      this.write(`${mode} Tr`);
    }
  }

  get empty(): boolean {
    return this.#parts.length === 0;
  }

  bytes(): Uint8Array {
    return new TextEncoder().encode(`${this.#parts.join('\n')}\n`);
  }

  resources(): PdfDict {
    const kinds = [...this.#resources].map(([kind, names]): [string, PdfObject] => [
      kind,
      new Map<string, PdfObject>([...names].sort(([a], [b]) => (a < b ? -1 : 1))),
    ]);
    return new Map(kinds.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
