/** PostScript calculator functions (ISO 32000-1 7.10.5). */

type Step = number | string | Step[];

const maxSteps = 4000;
const maxStack = 100;

/** Parses `{ … }`; undefined when the syntax is broken or too long. */
export function parseCalculator(bytes: Uint8Array): Step[] | undefined {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 100_000)).replace(/%[^\r\n]*/g, ' ');
  const tokens = text.match(/[{}]|[^\s{}]+/g) ?? [];
  if (tokens.length > maxSteps || tokens[0] !== '{') {
    return undefined;
  }
  const stack: Step[][] = [];
  for (const token of tokens) {
    if (token === '{') {
      if (stack.length > 32) {
        return undefined;
      }
      stack.push([]);
    } else if (token === '}') {
      const block = stack.pop() as Step[];
      const outer = stack.at(-1);
      if (outer === undefined) {
        return block;
      }
      outer.push(block);
    } else {
      const value = Number(token);
      stack.at(-1)?.push(Number.isNaN(value) ? token : value);
    }
  }
  return undefined;
}

/** Runs a program on the inputs; undefined when it does what no program may. There are no loops in this language. */
export function calculate(program: readonly Step[], inputs: readonly number[]): number[] | undefined {
  const stack: number[] = [...inputs];
  return run(program, stack) ? stack : undefined;
}

function run(program: readonly Step[], stack: number[]): boolean {
  for (let i = 0; i < program.length; i++) {
    const step = program[i] as Step;
    if (typeof step === 'number') {
      stack.push(step);
    } else if (Array.isArray(step)) {
      const next = program[i + 1];
      if (next === 'if') {
        i += 1;
        if (stack.pop() && !run(step, stack)) {
          return false;
        }
      } else if (Array.isArray(next) && program[i + 2] === 'ifelse') {
        i += 2;
        if (!run(stack.pop() ? step : next, stack)) {
          return false;
        }
      } else {
        return false;
      }
    } else if (!operate(step, stack)) {
      return false;
    }
    if (stack.length > maxStack || stack.some((value) => Number.isNaN(value))) {
      return false;
    }
  }
  return true;
}

const degrees = 180 / Math.PI;

const unary: Record<string, (x: number) => number> = {
  abs: Math.abs,
  neg: (x) => -x,
  ceiling: Math.ceil,
  floor: Math.floor,
  round: (x) => Math.floor(x + 0.5),
  truncate: Math.trunc,
  sqrt: (x) => Math.sqrt(Math.max(0, x)),
  sin: (x) => Math.sin(x / degrees),
  cos: (x) => Math.cos(x / degrees),
  ln: (x) => Math.log(x),
  log: (x) => Math.log10(x),
  cvi: Math.trunc,
  cvr: (x) => x,
  // booleans are 1 and 0 here; every other number is an integer to `not`
  not: (x) => (x === 0 ? 1 : x === 1 ? 0 : ~x),
};

const binary: Record<string, (x: number, y: number) => number> = {
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: (x, y) => (y === 0 ? 0 : x / y),
  idiv: (x, y) => (y === 0 ? 0 : Math.trunc(x / y)),
  mod: (x, y) => (y === 0 ? 0 : x % y),
  atan: (x, y) => (Math.atan2(x, y) * degrees + 360) % 360,
  exp: (x, y) => x ** y,
  eq: (x, y) => Number(x === y),
  ne: (x, y) => Number(x !== y),
  gt: (x, y) => Number(x > y),
  ge: (x, y) => Number(x >= y),
  lt: (x, y) => Number(x < y),
  le: (x, y) => Number(x <= y),
  and: (x, y) => x & y,
  or: (x, y) => x | y,
  xor: (x, y) => x ^ y,
  bitshift: (x, y) => (y >= 0 ? x << y : x >> -y),
};

function operate(word: string, stack: number[]): boolean {
  const one = unary[word];
  if (one !== undefined && Object.hasOwn(unary, word)) {
    const x = stack.pop();
    return x !== undefined && stack.push(one(x)) > 0;
  }
  const two = binary[word];
  if (two !== undefined && Object.hasOwn(binary, word)) {
    const y = stack.pop();
    const x = stack.pop();
    return x !== undefined && y !== undefined && stack.push(two(x, y)) > 0;
  }
  switch (word) {
    case 'true':
    case 'false':
      stack.push(Number(word === 'true'));
      return true;
    case 'pop':
      return stack.pop() !== undefined;
    case 'exch':
    case 'dup':
    case 'copy':
    case 'index':
    case 'roll':
      return rearrange(word, stack);
    default:
      return false;
  }
}

function rearrange(word: string, stack: number[]): boolean {
  if (word === 'dup') {
    const top = stack.at(-1);
    return top !== undefined && stack.push(top) > 0;
  }
  if (word === 'exch') {
    const [x, y] = stack.splice(-2);
    return x !== undefined && y !== undefined && stack.push(y, x) > 0;
  }
  const turns = word === 'roll' ? stack.pop() : 0;
  const count = stack.pop();
  if (turns === undefined || count === undefined || !Number.isInteger(count) || count < 0) {
    return false;
  }
  if (word === 'index') {
    const value = stack[stack.length - 1 - count];
    return value !== undefined && stack.push(value) > 0;
  }
  if (count > stack.length || !Number.isInteger(turns)) {
    return false;
  }
  if (word === 'copy') {
    stack.push(...stack.slice(stack.length - count));
    return true;
  }
  const part = stack.splice(stack.length - count);
  const by = count === 0 ? 0 : ((turns % count) + count) % count;
  stack.push(...part.slice(count - by), ...part.slice(0, count - by));
  return true;
}
