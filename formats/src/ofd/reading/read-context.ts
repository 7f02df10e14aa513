/** What every reader of a package part shares: the entries, the links followed so far, the findings. */
import { parseXml, type XmlElement, XmlError } from '../../container/index.ts';
import type { Finding } from '../../finding.ts';
import { joinLoc, parentFolder } from '../model/package-paths.ts';

const mostFindings = 500;

/** Page objects a whole package may hold; above it the rest is not read (a page listed a thousand times). */
const mostObjects = 400_000;

export class ReadContext {
  readonly entries: ReadonlyMap<string, Uint8Array>;
  readonly findings: Finding[] = [];
  readonly reached = new Set<string>();
  /** Folder of the Document.xml being read: the second place to look for a path. */
  documentFolder = '';
  private objects = 0;
  private readonly folded = new Map<string, string>();
  private readonly parsed = new Map<string, XmlElement | undefined>();

  constructor(entries: ReadonlyMap<string, Uint8Array>) {
    this.entries = entries;
    for (const name of entries.keys()) {
      const key = name.toLowerCase();
      this.folded.set(key, this.folded.get(key) ?? name);
    }
  }

  /**
   * The entry an ST_Loc means, seen from the file that holds it; marks it reached. Tried in the order that opened
   * every real file: the holder's folder, Document.xml's folder, the package root, then all again without case.
   */
  resolve(holder: string, loc: string | undefined, what: string): string | undefined {
    if (loc === undefined || loc.trim() === '') {
      return undefined;
    }
    const found = this.find(holder, loc);
    if (found === undefined) {
      this.note('missing-entry', 'warning', holder, `${what}所指的文件不在包内`, loc);
      return undefined;
    }
    if (found !== this.places(holder, loc)[0]) {
      this.note('loose-path', 'info', holder, `${what}的路径写法不规范，按相近位置找到`, `${loc} → ${found}`);
    }
    this.reached.add(found);
    return found;
  }

  /** The same lookup without a trace: nothing is marked reached, nothing is noted. */
  find(holder: string, loc: string): string | undefined {
    const places = this.places(holder, loc);
    const exact = places.find((name) => this.entries.has(name));
    return (
      exact ?? places.map((name) => this.folded.get(name.toLowerCase())).find((name) => name !== undefined)
    );
  }

  private places(holder: string, loc: string): string[] {
    return joinLoc(loc, [parentFolder(holder), this.documentFolder, '']);
  }

  /** The parsed XML of an entry; undefined with a finding when it is refused or broken. */
  xml(entry: string | undefined): XmlElement | undefined {
    if (entry === undefined) {
      return undefined;
    }
    if (!this.parsed.has(entry)) {
      this.parsed.set(entry, this.parse(entry));
    }
    return this.parsed.get(entry);
  }

  private parse(entry: string): XmlElement | undefined {
    const bytes = this.entries.get(entry);
    try {
      return bytes && parseXml(bytes);
    } catch (error) {
      if (!(error instanceof XmlError)) {
        throw error;
      }
      this.note(error.code, 'error', entry, 'XML 部件无法读取', error.message.slice(0, 200));
      return undefined;
    }
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
    if (this.findings.length < mostFindings) {
      this.findings.push({
        code,
        severity,
        ...(place === undefined ? {} : { place }),
        message,
        ...(evidence === undefined ? {} : { evidence: evidence.slice(0, 300) }),
      });
    }
  }
}
