/** The entries of a package while it is edited: which parts were opened, which files are new, which ids are taken. */
import { serializeXml, type XmlElement, type ZipEntry } from '../../container/index.ts';
import { joinLoc, parentFolder } from '../model/package-paths.ts';
import type { OfdDocument } from '../model/read-types.ts';
import type { SourceElement } from './xml-scan.ts';
import { XmlSource } from './xml-source.ts';

export class EditedPackage {
  readonly added: ZipEntry[] = [];
  readonly rootEntry: string;
  /** Folder of Document.xml, with a trailing slash unless it is the root. */
  readonly folder: string;
  readonly #entries: ReadonlyMap<string, Uint8Array>;
  readonly #names: Map<string, string>;
  readonly #open = new Map<string, XmlSource>();
  #lastId: number;
  readonly #startId: number;

  constructor(document: OfdDocument) {
    const rootEntry = document.docs[0]?.rootEntry;
    if (rootEntry === undefined) {
      throw new RangeError('expected a package with a document');
    }
    this.rootEntry = rootEntry;
    const folder = parentFolder(rootEntry);
    this.folder = folder === '' ? '' : `${folder}/`;
    this.#entries = document.entries;
    this.#names = new Map([...document.order].reverse().map((name) => [name.toLowerCase(), name]));
    this.#lastId = highestId(document);
    this.#startId = this.#lastId;
  }

  /** The next id nothing in the package has. */
  next = (): number => {
    this.#lastId += 1;
    return this.#lastId;
  };

  /** The highest id given, when any was. */
  get givenId(): number | undefined {
    return this.#lastId > this.#startId ? this.#lastId : undefined;
  }

  /** A part opened for changing. */
  source(entry: string): XmlSource {
    const known = this.#open.get(entry);
    if (known) {
      return known;
    }
    const bytes = this.#entries.get(entry);
    if (!bytes) {
      throw new RangeError(`expected an entry ${entry}`);
    }
    const source = new XmlSource(bytes);
    this.#open.set(entry, source);
    return source;
  }

  /** The entry a location means, seen from the file that holds it; the way the reader looks. */
  find(holder: string, location: string): string | undefined {
    const places = joinLoc(location, [parentFolder(holder), parentFolder(this.rootEntry), '']);
    const exact = places.find((name) => this.#entries.has(name));
    return (
      exact ?? places.map((name) => this.#names.get(name.toLowerCase())).find((name) => name !== undefined)
    );
  }

  /** A name nothing has yet: `name(1)`, `name(2)` … from `first`. */
  freeNumber(name: (number: number) => string, first: number): number {
    for (let number = first; ; number++) {
      if (!this.#names.has(name(number).toLowerCase())) {
        return number;
      }
    }
  }

  add(entry: ZipEntry): void {
    if (this.#names.has(entry.name.toLowerCase())) {
      throw new RangeError(`entry is there already: ${entry.name}`);
    }
    this.#names.set(entry.name.toLowerCase(), entry.name);
    this.added.push(entry);
  }

  addXml(name: string, element: XmlElement): void {
    this.add({ name, bytes: serializeXml(element) });
  }

  /** Parts that really changed. */
  replaced(): Map<string, Uint8Array> {
    return new Map(
      [...this.#open].filter(([, source]) => source.changed).map(([name, source]) => [name, source.bytes()]),
    );
  }
}

/** The child elements with a name. */
export function named(element: SourceElement, name: string): SourceElement[] {
  return element.children.filter((child) => child.name === name);
}

/** MaxUnitID is absent or too low in real files, so every id in every part counts. */
function highestId(document: OfdDocument): number {
  let highest = 0;
  for (const [name, bytes] of document.entries) {
    if (!/\.xml$/i.test(name)) {
      continue;
    }
    const text = new TextDecoder().decode(bytes);
    for (const [, id] of text.matchAll(/(?:\bID\s*=\s*["']|MaxUnitID>\s*)(\d{1,9})\b/g)) {
      highest = Math.max(highest, Number(id));
    }
  }
  return highest;
}
