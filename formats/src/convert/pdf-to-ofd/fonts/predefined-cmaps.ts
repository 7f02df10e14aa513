import type { CMap, CMapCode } from './cmap.ts';
import { gb1Cid } from './gb1.ts';

/** How the codes of a predefined CMap are written and what they mean. */
type Family = {
  /** A label of the Encoding Standard, or a form of Unicode. */
  readonly charset: string;
  readonly ordering: 'GB1' | 'CNS1' | 'Japan1' | 'Korea1';
  /** Whether ASCII has half-width CIDs (else proportional ones). */
  readonly halfWidth?: boolean;
};

// ISO 32000-1 table 118; the part before -H or -V
const families: Record<string, Family> = {
  'GB-EUC': { charset: 'gb18030', ordering: 'GB1', halfWidth: true },
  'GBpc-EUC': { charset: 'gb18030', ordering: 'GB1' },
  'GBK-EUC': { charset: 'gb18030', ordering: 'GB1', halfWidth: true },
  'GBKp-EUC': { charset: 'gb18030', ordering: 'GB1' },
  GBK2K: { charset: 'gb18030', ordering: 'GB1' },
  'UniGB-UCS2': { charset: 'utf-16be', ordering: 'GB1' },
  'UniGB-UTF16': { charset: 'utf-16be', ordering: 'GB1' },
  'UniGB-UTF8': { charset: 'utf-8', ordering: 'GB1' },
  'UniGB-UTF32': { charset: 'utf-32be', ordering: 'GB1' },
  B5pc: { charset: 'big5', ordering: 'CNS1' },
  'HKscs-B5': { charset: 'big5', ordering: 'CNS1' },
  'ETen-B5': { charset: 'big5', ordering: 'CNS1' },
  'ETenms-B5': { charset: 'big5', ordering: 'CNS1' },
  'UniCNS-UCS2': { charset: 'utf-16be', ordering: 'CNS1' },
  'UniCNS-UTF16': { charset: 'utf-16be', ordering: 'CNS1' },
  '83pv-RKSJ': { charset: 'shift_jis', ordering: 'Japan1' },
  '90ms-RKSJ': { charset: 'shift_jis', ordering: 'Japan1' },
  '90msp-RKSJ': { charset: 'shift_jis', ordering: 'Japan1' },
  '90pv-RKSJ': { charset: 'shift_jis', ordering: 'Japan1' },
  EUC: { charset: 'euc-jp', ordering: 'Japan1' },
  'UniJIS-UCS2': { charset: 'utf-16be', ordering: 'Japan1' },
  'UniJIS-UCS2-HW': { charset: 'utf-16be', ordering: 'Japan1' },
  'UniJIS-UTF16': { charset: 'utf-16be', ordering: 'Japan1' },
  'KSC-EUC': { charset: 'euc-kr', ordering: 'Korea1' },
  'KSCms-UHC': { charset: 'euc-kr', ordering: 'Korea1' },
  'KSCms-UHC-HW': { charset: 'euc-kr', ordering: 'Korea1' },
  'KSCpc-EUC': { charset: 'euc-kr', ordering: 'Korea1' },
  'UniKS-UCS2': { charset: 'utf-16be', ordering: 'Korea1' },
  'UniKS-UTF16': { charset: 'utf-16be', ordering: 'Korea1' },
};

const known = new Map<string, CMap>();

/**
 * A predefined CMap by name. Its CIDs are those of Adobe-GB1; of the other collections only ASCII and the text are
 * known, which is what fonts that are not embedded need. Undefined for other names.
 */
export function predefinedCMap(name: string): CMap | undefined {
  let map = known.get(name);
  if (map === undefined) {
    map = makeCMap(name);
    if (map !== undefined) {
      known.set(name, map);
    }
  }
  return map;
}

function makeCMap(name: string): CMap | undefined {
  const vertical = name.endsWith('-V');
  if (name === 'Identity-H' || name === 'Identity-V') {
    return { vertical, decode: identityCodes };
  }
  const stem = name.replace(/-[HV]$/, '');
  const family = Object.hasOwn(families, stem) ? families[stem] : undefined;
  if (family === undefined) {
    return undefined;
  }
  const decoder = family.charset === 'utf-32be' ? undefined : new TextDecoder(family.charset);
  const characters = new Map<number, string | undefined>();
  const textOf = (bytes: Uint8Array, code: number): string | undefined => {
    let text = characters.get(code);
    if (!characters.has(code)) {
      text = decoder === undefined ? fromCodePoint(code) : decoder.decode(bytes);
      text = text.includes('�') || text === '' ? undefined : text;
      characters.set(code, text);
    }
    return text;
  };
  return {
    vertical,
    decode: (bytes) => {
      const out: CMapCode[] = [];
      for (let at = 0; at < bytes.length; ) {
        const length = Math.min(codeLength(bytes, at, family.charset), bytes.length - at);
        const part = bytes.subarray(at, at + length);
        const code = part.reduce((sum, byte) => sum * 256 + byte, 0);
        const text = textOf(part, code);
        out.push({ code, length, cid: cidOf(text, family, vertical), text });
        at += length;
      }
      return out;
    },
  };
}

function fromCodePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

function identityCodes(bytes: Uint8Array): CMapCode[] {
  const out: CMapCode[] = [];
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const code = (bytes[i] as number) * 256 + (bytes[i + 1] as number);
    out.push({ code, length: 2, cid: code, text: undefined });
  }
  return out;
}

function codeLength(bytes: Uint8Array, at: number, charset: string): number {
  const first = bytes[at] as number;
  const second = bytes[at + 1] ?? 0;
  switch (charset) {
    case 'utf-16be':
      return first >= 0xd8 && first <= 0xdb ? 4 : 2;
    case 'utf-32be':
      return 4;
    case 'utf-8':
      return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    case 'gb18030':
      return first < 0x81 || first === 0xff ? 1 : second >= 0x30 && second <= 0x39 ? 4 : 2;
    case 'shift_jis':
      return (first >= 0x81 && first <= 0x9f) || (first >= 0xe0 && first <= 0xfc) ? 2 : 1;
    default:
      return first < 0x81 ? 1 : first === 0x8f && charset === 'euc-jp' ? 3 : 2;
  }
}

function cidOf(text: string | undefined, family: Family, vertical: boolean): number {
  const character = text?.codePointAt(0);
  if (character === undefined) {
    return 0;
  }
  if (character >= 0x20 && character <= 0x7e) {
    if (family.halfWidth) {
      return character === 0x20 ? 7716 : 814 + character - 0x21;
    }
    // every collection begins with proportional ASCII
    return character - 0x1f;
  }
  return family.ordering === 'GB1' ? (gb1Cid(character, vertical) ?? 0) : -1;
}
