/** What the readers of one package part share: where it is, its colour spaces, and how its page objects are read. */
import type { XmlElement } from '../../container/index.ts';
import type { ColorSpace, PageObject } from '../model/read-types.ts';
import type { ReadContext } from './read-context.ts';

/** Colour spaces by id; `''` is the document's default one (DefaultCS), when it names one. */
export type Spaces = ReadonlyMap<string, ColorSpace>;

/**
 * A part being read. Patterns and clips hold page objects and page objects hold patterns and clips, so the reader of
 * objects comes along instead of being imported by everyone.
 */
export type Part = {
  readonly context: ReadContext;
  /** The part's entry, named in findings. */
  readonly place: string;
  readonly spaces: Spaces;
  /** Reads an element as the object of that element name (`Text` in a clip is a TextObject); undefined = none. */
  readonly readObject: (element: XmlElement, name: string, part: Part) => PageObject | undefined;
};

/** An object's place for a finding. */
export function placeOf(part: Part, id: string): string {
  return `${part.place}#${id}`;
}
