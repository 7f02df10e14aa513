import { element, type XmlElement, xmlText } from '../../container/index.ts';

/** The standard's namespace and prefix (GB/T 33190 7.1); reading goes by local name, writing uses exactly this. */
export const ofdVocabulary = { prefix: 'ofd', namespace: 'http://www.ofdspec.org/2016' } as const;

/** An element of the OFD vocabulary. */
export function ofd(
  name: string,
  attributes: Record<string, string | number | boolean | undefined> = {},
  content: readonly (XmlElement | string | undefined)[] = [],
): XmlElement {
  const clean = Object.entries(attributes).map(([key, value]) => [
    key,
    typeof value === 'string' ? xmlText(value) : value,
  ]);
  return element(ofdVocabulary, name, Object.fromEntries(clean), content);
}

/** An element holding only text; characters XML cannot carry become U+FFFD. Undefined text gives no element. */
export function ofdText(name: string, value: string | undefined): XmlElement | undefined {
  return value === undefined ? undefined : ofd(name, {}, [xmlText(value)]);
}
