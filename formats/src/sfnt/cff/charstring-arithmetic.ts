/** The arithmetic, storage and conditional operators of Type 2 charstrings (Adobe Technical Note 5177, 4.4–4.6). */

const places = 32;

/** Works on the stack in place; false when `op` (the byte after 12) is none of these. */
export function calculate(op: number, stack: number[], memory: number[]): boolean {
  const pop = (): number => stack.pop() ?? 0;
  const two = (join: (a: number, b: number) => number): void => {
    const b = pop();
    const a = pop();
    const value = join(a, b);
    stack.push(Number.isFinite(value) ? value : 0);
  };
  switch (op) {
    case 3:
      two((a, b) => Number(a !== 0 && b !== 0));
      return true;
    case 4:
      two((a, b) => Number(a !== 0 || b !== 0));
      return true;
    case 5:
      stack.push(Number(pop() === 0));
      return true;
    case 9:
      stack.push(Math.abs(pop()));
      return true;
    case 10:
      two((a, b) => a + b);
      return true;
    case 11:
      two((a, b) => a - b);
      return true;
    case 12:
      two((a, b) => a / b);
      return true;
    case 14:
      stack.push(-pop());
      return true;
    case 15:
      two((a, b) => Number(a === b));
      return true;
    case 18:
      pop();
      return true;
    case 20: {
      const place = pop();
      const value = pop();
      if (Number.isInteger(place) && place >= 0 && place < places) {
        memory[place] = value;
      }
      return true;
    }
    case 21:
      stack.push(memory[pop()] ?? 0);
      return true;
    case 22: {
      const [b, a, second, first] = [pop(), pop(), pop(), pop()];
      stack.push(a <= b ? first : second);
      return true;
    }
    case 23:
      stack.push(0.5); // random: the same glyph is drawn the same way every time
      return true;
    case 24:
      two((a, b) => a * b);
      return true;
    case 26:
      stack.push(Math.sqrt(Math.max(0, pop())));
      return true;
    case 27:
      stack.push(stack.at(-1) ?? 0);
      return true;
    case 28:
      stack.splice(-2, 2, ...stack.slice(-2).reverse());
      return true;
    case 29: {
      const depth = Math.max(0, Math.trunc(pop()));
      stack.push(stack.at(-1 - depth) ?? 0);
      return true;
    }
    case 30: {
      const turn = Math.trunc(pop());
      const count = Math.min(Math.max(0, Math.trunc(pop())), stack.length);
      if (count > 0) {
        const part = stack.splice(-count, count);
        const by = ((turn % count) + count) % count;
        stack.push(...part.slice(count - by), ...part.slice(0, count - by));
      }
      return true;
    }
    default:
      return false;
  }
}
