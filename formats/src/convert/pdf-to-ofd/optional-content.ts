import { isDict, isName, isRef, type PdfDict, type PdfFile, type PdfObject } from '../../pdf/index.ts';

const deepest = 10;
/** Groups and conditions looked at in one file: conditions may name the same conditions again and again. */
const mostLooks = 500_000;

/** Which optional contents a PDF shows by default (ISO 32000-1 8.11). */
export class OptionalContent {
  readonly #file: PdfFile;
  readonly #shownByDefault: boolean;
  readonly #exceptions = new Set<number>();
  /** Answers by membership dictionary. */
  readonly #known = new Map<PdfDict, boolean>();
  #looks = 0;

  constructor(file: PdfFile) {
    this.#file = file;
    const properties = file.dict(file.catalog, 'OCProperties');
    const configuration = properties && file.dict(properties, 'D');
    const base = configuration && file.resolve(configuration.get('BaseState'));
    this.#shownByDefault = !isName(base, 'OFF');
    const list = configuration && file.array(configuration, this.#shownByDefault ? 'OFF' : 'ON');
    for (const group of list ?? []) {
      if (isRef(group)) {
        this.#exceptions.add(group.num);
      }
    }
  }

  /** Whether content with this /OC entry or property list is shown. */
  isShown(value: PdfObject | undefined): boolean {
    const dict = this.#file.resolve(value);
    const known = isDict(dict) ? this.#known.get(dict) : undefined;
    if (known !== undefined) {
      return known;
    }
    const shown = this.#look(value, 0);
    if (isDict(dict) && isName(this.#file.resolve(dict.get('Type')), 'OCMD')) {
      this.#known.set(dict, shown);
    }
    return shown;
  }

  #look(value: PdfObject | undefined, depth: number): boolean {
    const dict = this.#file.resolve(value);
    this.#looks += 1;
    if (!isDict(dict) || depth > deepest || this.#looks > mostLooks) {
      return true;
    }
    if (!isName(this.#file.resolve(dict.get('Type')), 'OCMD')) {
      return isRef(value) && this.#exceptions.has(value.num) ? !this.#shownByDefault : this.#shownByDefault;
    }
    const expression = this.#file.array(dict, 'VE');
    return expression === undefined ? this.#byPolicy(dict, depth) : this.#byExpression(expression, depth + 1);
  }

  #byPolicy(dict: PdfDict, depth: number): boolean {
    const given = dict.get('OCGs');
    const list = this.#file.resolve(given);
    const groups = Array.isArray(list) ? list : isDict(list) && given !== undefined ? [given] : [];
    const shown = groups
      .filter((group) => isDict(this.#file.resolve(group)))
      .map((group) => this.#look(group, depth + 1));
    const policy = this.#file.resolve(dict.get('P'));
    if (shown.length === 0) {
      return true;
    }
    switch (isName(policy) ? policy.name : '') {
      case 'AllOn':
        return shown.every(Boolean);
      case 'AnyOff':
        return !shown.every(Boolean);
      case 'AllOff':
        return !shown.some(Boolean);
      default:
        return shown.some(Boolean);
    }
  }

  /** A visibility expression [/And …], [/Or …], [/Not …]. */
  #byExpression(expression: readonly PdfObject[], depth: number): boolean {
    this.#looks += 1;
    if (depth > deepest || this.#looks > mostLooks) {
      return true;
    }
    const operator = this.#file.resolve(expression[0]);
    const values = expression.slice(1, 100).map((item) => {
      const inner = this.#file.resolve(item);
      return Array.isArray(inner) ? this.#byExpression(inner, depth + 1) : this.#look(item, depth + 1);
    });
    switch (isName(operator) ? operator.name : '') {
      case 'And':
        return values.every(Boolean);
      case 'Not':
        return !values[0];
      default:
        return values.some(Boolean);
    }
  }
}
