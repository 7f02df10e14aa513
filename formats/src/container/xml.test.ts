import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  attr,
  child,
  children,
  childText,
  descendants,
  element,
  parseXml,
  serializeXml,
  text,
  type XmlElement,
  XmlError,
} from './index.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`xml: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);
vi.setConfig({ testTimeout: 60_000 * Math.max(1, soak) });
const runs = (count: number) => ({ seed, numRuns: Math.ceil(count * soak) });

const encode = (source: string): Uint8Array => new TextEncoder().encode(source);
const parse = (source: string): XmlElement => parseXml(encode(source));

function codeOf(source: string | Uint8Array, limits = {}): string {
  try {
    parseXml(typeof source === 'string' ? encode(source) : source, limits);
  } catch (error) {
    expect(error).toBeInstanceOf(XmlError);
    return (error as XmlError).code;
  }
  return 'parsed';
}

describe('reading', () => {
  it('keeps order, prefixes, namespaces and every character of text', () => {
    const root = parse(
      '<o:a xmlns:o="urn:o" xmlns="urn:d"><o:b x="1"> 05&#x20;</o:b><c o:y="2"><![CDATA[ <&> ]]></c><o:b/></o:a>',
    );
    expect(root).toMatchObject({ prefix: 'o', name: 'a', namespace: 'urn:o' });
    expect(children(root).map((c) => c.name)).toEqual(['b', 'c', 'b']);
    expect(children(root, 'b')).toHaveLength(2);
    expect(text(child(root, 'b'))).toBe(' 05 ');
    expect(childText(root, 'b')).toBe('05');
    expect(attr(child(root, 'b')!, 'x')).toBe('1');
    expect(child(root, 'c')).toMatchObject({ namespace: 'urn:d' });
    expect(text(child(root, 'c'))).toBe(' <&> ');
    expect(child(root, 'c')!.attributes[0]).toMatchObject({ prefix: 'o', namespace: 'urn:o', value: '2' });
    expect(childText(root, 'missing')).toBeUndefined();
    expect(descendants(root, 'b')).toHaveLength(2);
  });

  it('reads GBK when declared and UTF-16 by its mark', () => {
    const gbk = new Uint8Array([
      ...encode('<?xml version="1.0" encoding="GBK"?><a>'),
      0xd6,
      0xd0,
      ...encode('</a>'),
    ]);
    expect(text(parseXml(gbk))).toBe('中');
    const wide = new Uint8Array([0xff, 0xfe, ...[...'<a>b</a>'].flatMap((c) => [c.charCodeAt(0), 0])]);
    expect(text(parseXml(wide))).toBe('b');
  });

  it('refuses document types and entities wherever they stand', () => {
    expect(codeOf('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')).toBe('xml-doctype');
    expect(codeOf('<?xml version="1.0"?>\n<!doctype a SYSTEM "http://example.invalid/"><a/>')).toBe(
      'xml-doctype',
    );
    expect(codeOf('<a>&unknown;</a>')).toBe('xml-malformed');
  });

  it('refuses what is too deep, too long or has too many elements', () => {
    expect(codeOf('<a>'.repeat(64) + '</a>'.repeat(64))).toBe('parsed');
    expect(codeOf('<a>'.repeat(65) + '</a>'.repeat(65))).toBe('xml-too-deep');
    expect(codeOf('<a>'.repeat(500_000))).toBe('xml-too-deep');
    expect(codeOf(`<a>${'<b/>'.repeat(100)}</a>`, { elements: 100 })).toBe('xml-too-large');
    expect(codeOf('<a/>', { bytes: 3 })).toBe('xml-too-large');
  });

  it.each([
    '',
    '<a>',
    '<a></b>',
    '<a b=1/>',
    '<a b="1" b="2"/>',
    '<x:a/>',
    'text',
    '<a/><b/>',
    '<a>\u0001</a>',
  ])('refuses %j', (source) => {
    expect(codeOf(source)).toBe('xml-malformed');
  });

  it('refuses bytes that are not in the encoding they claim', () => {
    expect(codeOf(new Uint8Array([...encode('<a>'), 0xff, ...encode('</a>')]))).toBe('xml-malformed');
    expect(codeOf('<?xml version="1.0" encoding="utf-7"?><a/>')).toBe('xml-malformed');
  });

  it('throws its own error, and no other, for any bytes', () => {
    const soup = fc.array(
      fc.constantFrom(
        '<a',
        '>',
        '</a>',
        ' b="',
        '"',
        '&#',
        ';',
        '<![CDATA[',
        ']]>',
        '<!--',
        '-->',
        '<?',
        '?>',
        'x:',
        '文',
      ),
    );
    fc.assert(
      fc.property(soup, (parts) => {
        codeOf(parts.join(''));
      }),
      runs(200),
    );
  });
});

describe('writing', () => {
  const name = fc.stringMatching(/^[a-z一-龥][a-z0-9一-龥]{0,5}$/).filter((n) => !n.startsWith('xml'));
  const value = fc.string({
    unit: fc.constantFrom('a', ' ', '<', '>', '&', '"', "'", '\n', '\r', '\t', '公', '😀', ']'),
  });
  const vocabulary = fc.constantFrom(
    { prefix: 'o', namespace: 'urn:o' },
    { prefix: '', namespace: 'urn:d' },
    { prefix: '', namespace: '' },
  );
  const tree: fc.Memo<XmlElement> = fc.memo((depth) =>
    fc
      .tuple(
        vocabulary,
        name,
        fc.dictionary(name, value, { maxKeys: 3 }),
        fc.array(depth > 1 ? fc.oneof(value, tree(depth - 1)) : value, { maxLength: 4 }),
      )
      .map(([words, local, attributes, content]) => element(words, local, attributes, content)),
  );

  /** Declarations dropped, neighbouring texts joined: what two equal documents must share. */
  function meaning(node: XmlElement): unknown {
    const items: unknown[] = [];
    for (const item of node.children) {
      if (typeof item !== 'string') {
        items.push(meaning(item));
      } else if (typeof items.at(-1) === 'string') {
        items[items.length - 1] = `${items.at(-1)}${item}`;
      } else if (item !== '') {
        items.push(item);
      }
    }
    const attributes = node.attributes.filter((a) => a.prefix !== 'xmlns' && a.name !== 'xmlns');
    return {
      name: node.name,
      namespace: node.namespace,
      attributes: attributes.map((a) => [a.name, a.value]),
      items,
    };
  }

  it('reads back what it wrote, exactly, and writes that the same again', () => {
    fc.assert(
      fc.property(tree(3), (node) => {
        const bytes = serializeXml(node);
        const again = parseXml(bytes);
        expect(meaning(again)).toEqual(meaning(node));
        expect(serializeXml(again)).toEqual(bytes);
      }),
      runs(200),
    );
  });

  it('refuses names that would become markup and characters XML cannot hold', () => {
    const words = { prefix: '', namespace: '' };
    expect(() => serializeXml(element(words, 'a b'))).toThrow(RangeError);
    expect(() => serializeXml(element(words, 'a', { 'x="1" y': '' }))).toThrow(RangeError);
    expect(() => serializeXml(element(words, 'a', {}, ['\u0000']))).toThrow(RangeError);
    expect(() => serializeXml(element(words, 'a', {}, ['\ud800']))).toThrow(RangeError);
  });
});
