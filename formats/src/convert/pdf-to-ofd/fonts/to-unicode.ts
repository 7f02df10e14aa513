import { isString, type PdfObject, parseContent } from '../../../pdf/index.ts';

const maxMappings = 70_000;

/** Character code → text, out of a ToUnicode CMap (ISO 32000-1 9.10.3). Malformed entries are left out. */
export function readToUnicode(bytes: Uint8Array): Map<number, string> {
  const map = new Map<number, string>();
  for (const { operator, operands } of parseContent(bytes)) {
    if (operator === 'endbfchar') {
      for (let i = 0; i + 1 < operands.length; i += 2) {
        set(map, codeOf(operands[i]), textOf16(operands[i + 1]));
      }
    } else if (operator === 'endbfrange') {
      for (let i = 0; i + 2 < operands.length; i += 3) {
        addRange(map, codeOf(operands[i]), codeOf(operands[i + 1]), operands[i + 2]);
      }
    }
  }
  return map;
}

function set(map: Map<number, string>, code: number | undefined, text: string | undefined): void {
  if (code !== undefined && text !== undefined && text !== '' && map.size < maxMappings) {
    map.set(code, text);
  }
}

function addRange(
  map: Map<number, string>,
  first: number | undefined,
  last: number | undefined,
  target: PdfObject | undefined,
): void {
  if (first === undefined || last === undefined || last - first > 0xffff) {
    return;
  }
  if (Array.isArray(target)) {
    for (const [i, item] of target.entries()) {
      set(map, first + i <= last ? first + i : undefined, textOf16(item));
    }
    return;
  }
  const start = textOf16(target);
  if (start === undefined || start === '') {
    return;
  }
  // 9.10.3: the last byte counts up, so only the last code unit changes
  const head = start.slice(0, -1);
  const unit = start.charCodeAt(start.length - 1);
  for (let code = first; code <= last; code++) {
    set(map, code, head + String.fromCharCode(unit + code - first));
  }
}

function codeOf(value: PdfObject | undefined): number | undefined {
  return isString(value) && value.bytes.length > 0 && value.bytes.length <= 4
    ? value.bytes.reduce((code, byte) => code * 256 + byte, 0)
    : undefined;
}

function textOf16(value: PdfObject | undefined): string | undefined {
  if (!isString(value)) {
    return undefined;
  }
  let text = '';
  for (let i = 0; i + 1 < value.bytes.length; i += 2) {
    text += String.fromCharCode((value.bytes[i] as number) * 256 + (value.bytes[i + 1] as number));
  }
  return text;
}
