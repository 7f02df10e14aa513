/** What every reader of a package part shares: the entries, the links followed so far, the findings. */
import { parseXml, parseXmlPartly, type XmlElement, XmlError } from '../../container/index.ts';
import type { Finding } from '../../finding.ts';
import { joinLoc, parentFolder } from '../model/package-paths.ts';
import { FindingList } from './finding-list.ts';

/** Page objects a whole package may hold; above it the rest is not read (a page listed a thousand times). */
const mostObjects = 1_000_000;

/** XML parsed for a package, in proportion to what is in it: one part named again and again is not read for ever. */
const mostParses = 4;
const freeParseBytes = 32 * 1024 * 1024;

/** Parsed parts kept at hand: a page's file is asked for its head and then for its content. */
const keptParts = 4;

export class ReadContext {
  readonly entries: ReadonlyMap<string, Uint8Array>;
  /** Entries that a link followed so far leads to. */
  readonly reached = new Set<string>();
  /** Folder of the Document.xml being read: the second place to look for a path. */
  documentFolder = '';
  private readonly list = new FindingList();
  private objects = 0;
  private parseBytes = freeParseBytes;
  private readonly folded = new Map<string, string>();
  private readonly parsed = new Map<string, XmlElement | undefined>();
  private readonly faulty = new Set<string>();

  constructor(entries: ReadonlyMap<string, Uint8Array>) {
    this.entries = entries;
    for (const [name, bytes] of entries) {
      this.parseBytes += mostParses * bytes.length;
      const key = name.toLowerCase();
      this.folded.set(key, this.folded.get(key) ?? name);
    }
  }

  /** Findings of everything, what has been put off included: asking reads it all. */
  get findings(): readonly Finding[] {
    return this.list.all();
  }

  /**
   * Puts reading off until the value is asked for, once. What it finds keeps the place among the findings that it
   * would have had, so the order of asking does not show.
   */
  later<T>(read: () => T): () => T {
    const folder = this.documentFolder;
    return this.list.later(() => {
      const outside = this.documentFolder;
      this.documentFolder = folder;
      try {
        return read();
      } finally {
        this.documentFolder = outside;
      }
    });
  }

  /**
   * The entry an ST_Loc means, seen from the file that holds it; marks it reached. Tried in the order that opened
   * every real file: the holder's folder, Document.xml's folder, the package root, then all again without case.
   */
  resolve(holder: string, loc: string | undefined, what: string): string | undefined {
    if (loc === undefined || loc.trim() === '') {
      return undefined;
    }
    const places = this.places(holder, loc);
    const found = this.firstOf(places);
    if (found === undefined) {
      this.note('missing-entry', 'warning', holder, `${what}所指的文件不在包内`, loc);
      return undefined;
    }
    if (found !== places[0]) {
      this.note('loose-path', 'info', holder, `${what}的路径写法不规范，按相近位置找到`, `${loc} → ${found}`);
    }
    this.reached.add(found);
    return found;
  }

  /** The same lookup without a trace: nothing is marked reached, nothing is noted. */
  find(holder: string, loc: string): string | undefined {
    return this.firstOf(this.places(holder, loc));
  }

  private firstOf(places: readonly string[]): string | undefined {
    const exact = places.find((name) => this.entries.has(name));
    return (
      exact ?? places.map((name) => this.folded.get(name.toLowerCase())).find((name) => name !== undefined)
    );
  }

  private places(holder: string, loc: string): string[] {
    return joinLoc(loc, [parentFolder(holder), this.documentFolder, '']);
  }

  /** The parsed XML of an entry, as far as it can be read; undefined with a finding when there is nothing to read. */
  xml(entry: string | undefined): XmlElement | undefined {
    if (entry === undefined) {
      return undefined;
    }
    if (this.parsed.has(entry)) {
      return this.parsed.get(entry);
    }
    const bytes = this.admitParse(entry);
    const { root, fault } = bytes ? parseXmlPartly(bytes) : { root: undefined, fault: undefined };
    if (fault) {
      this.noteFault(entry, fault, root !== undefined);
    }
    const oldest = this.parsed.size >= keptParts ? this.parsed.keys().next().value : undefined;
    if (oldest !== undefined) {
      this.parsed.delete(oldest);
    }
    this.parsed.set(entry, root);
    return root;
  }

  /** The parsed XML of an entry that is read whole or not at all: what signatures say is never guessed. */
  strictXml(entry: string | undefined): XmlElement | undefined {
    const bytes = entry === undefined ? undefined : this.admitParse(entry);
    if (entry === undefined || !bytes) {
      return undefined;
    }
    try {
      return parseXml(bytes);
    } catch (error) {
      if (!(error instanceof XmlError)) {
        throw error;
      }
      this.noteFault(entry, error, false);
      return undefined;
    }
  }

  private admitParse(entry: string): Uint8Array | undefined {
    const bytes = this.entries.get(entry);
    this.parseBytes -= bytes?.length ?? 0;
    if (this.parseBytes >= 0) {
      return bytes;
    }
    if (!this.faulty.has('')) {
      this.faulty.add('');
      this.note('too-many-references', 'error', entry, '同一部件被引用的次数过多，其余未读取');
    }
    return undefined;
  }

  private noteFault(entry: string, fault: XmlError, partly: boolean): void {
    if (this.faulty.has(entry)) {
      return;
    }
    this.faulty.add(entry);
    const code = partly ? 'xml-broken' : fault.code;
    const message = partly ? 'XML 部件有错，只读取了能读的部分' : 'XML 部件无法读取';
    this.note(code, 'error', entry, message, fault.message);
  }

  /** Counts one page object; false (with one finding) when the package has too many. */
  admitObject(): boolean {
    this.objects += 1;
    if (this.objects === mostObjects + 1) {
      this.note('too-many-objects', 'error', undefined, '页面对象过多，其余未读取', `> ${mostObjects}`);
    }
    return this.objects <= mostObjects;
  }

  note(
    code: string,
    severity: Finding['severity'],
    place: string | undefined,
    message: string,
    evidence?: string,
  ): void {
    this.list.add({
      code,
      severity,
      ...(place === undefined ? {} : { place }),
      message,
      ...(evidence === undefined ? {} : { evidence: evidence.slice(0, 300) }),
    });
  }
}
