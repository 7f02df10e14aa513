import { describe, expect, it } from 'vitest';
import { svg, svgText } from './svg.ts';

describe('the maker of markup', () => {
  it('refuses attributes, links and styles that are not on its lists', () => {
    expect(() => svg('g', { onload: 'alert(1)' } as never)).toThrow(RangeError);
    expect(() => svg('image', { href: 'http://e.invalid/' })).toThrow(RangeError);
    expect(() => svg('image', { href: 'data:text/html;base64,AAAA' })).toThrow(RangeError);
    expect(() => svg('g', { style: 'background:url(x)' })).toThrow(RangeError);
    expect(svg('text', { id: 'a"b' }, [svgText('<&>\u0000\ud800')])).toBe(
      '<text id="a&#34;b">&#60;&#38;&#62;\ufffd\ufffd</text>',
    );
  });
});
