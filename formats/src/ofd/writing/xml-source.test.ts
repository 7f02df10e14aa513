import { describe, expect, it } from 'vitest';
import { ofd, ofdText } from '../model/vocabulary.ts';
import { XmlSource } from './xml-source.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('a part changed in place', () => {
  it('keeps comments, unknown content, spacing and quotes, and takes over prefix and indentation', () => {
    const before = `<?xml version="1.0" encoding="UTF-8"?>
<!-- <ofd:Pages> is not here -->
<x:Document xmlns:x='urn:a'   a = "1>2">
\t<x:Pages><![CDATA[</x:Pages>]]>
\t\t<x:Page ID="1"/>
\t</x:Pages>
\t<Own:thing xmlns:Own="urn:b">甲</Own:thing>
</x:Document>`;
    const source = new XmlSource(encode(before));
    const pages = source.root.children[0]!;
    source.insert(pages, ofd('Page', { ID: 2, Name: '第<2>页' }), ['Page']);
    source.insertBefore(pages, pages.children[0]!, ofd('Page', { ID: 3 }));
    source.insert(source.root, ofdText('Annotations', 'a.xml')!, ['Pages', 'Annotations', 'thing']);
    expect(decode(source.bytes())).toBe(
      before
        .replace(
          '<x:Page ID="1"/>',
          '<x:Page ID="3"/>\n\t\t<x:Page ID="1"/>\n\t\t<x:Page ID="2" Name="第&lt;2&gt;页"/>',
        )
        .replace('</x:Pages>\n\t<Own', '</x:Pages>\n\t<x:Annotations>a.xml</x:Annotations>\n\t<Own'),
    );
    expect(source.attribute(source.root, 'a')).toBe('1>2');
  });

  it('fills empty elements, also several times, and replaces text', () => {
    const source = new XmlSource(encode('<a><b /><c>1</c><d></d></a>'));
    const [b, c, d] = source.root.children;
    source.insert(b!, ofd('x'), []);
    source.insert(b!, ofd('y'), []);
    source.insert(d!, ofd('z'), []);
    source.setText(c!, 'a&b');
    expect(decode(source.bytes())).toBe('<a><b ><x/><y/></b><c>a&amp;b</c><d><z/></d></a>');
  });

  it('writes into GBK by character references and into UTF-16 as it is', () => {
    const gbk = Uint8Array.from([
      ...encode('<?xml version="1.0" encoding="GBK"?><a>'),
      0xbc,
      0xd7,
      ...encode('</a>'),
    ]);
    const source = new XmlSource(gbk);
    source.insert(source.root, ofd('b', { n: '乙' }), []);
    const out = source.bytes();
    expect(new TextDecoder('gbk').decode(out)).toContain('<a><b n="&#20057;"/>甲</a>');
    const utf16 = Uint8Array.from([
      0xff,
      0xfe,
      ...[...'<a>甲</a>'].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]),
    ]);
    const wide = new XmlSource(utf16);
    wide.insert(wide.root, ofd('b', { n: '乙' }), []);
    expect(new TextDecoder('utf-16le').decode(wide.bytes())).toBe('<a><b n="乙"/>甲</a>');
  });

  it('finds names whose bytes look like spaces or quotes', () => {
    const source = new XmlSource(encode('<od:公文体 xmlns:od="u" 级="标"><od:标题 标="一"/></od:公文体>'));
    const [title] = source.root.children;
    expect([source.nameOf(source.root), source.nameOf(title!)]).toEqual(['公文体', '标题']);
    expect([source.attribute(source.root, '级'), source.attribute(title!, '标')]).toEqual(['标', '一']);
  });

  it('gives the bytes back when nothing changed, and refuses what is not well-formed', () => {
    const odd = Uint8Array.from([0xef, 0xbb, 0xbf, ...encode('<a ><!-- > --></a>\r\n')]);
    const source = new XmlSource(odd);
    expect(source.changed).toBe(false);
    expect(source.bytes()).toEqual(odd);
    expect(() => new XmlSource(encode('<a>'))).toThrow();
    expect(() => new XmlSource(encode('<!DOCTYPE a><a/>'))).toThrow();
  });
});
