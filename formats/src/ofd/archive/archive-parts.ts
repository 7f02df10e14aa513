/** The XML parts of a package by what they are, as trees that may be changed. */
import {
  attr,
  child,
  children,
  childText,
  descendants,
  parseXml,
  text,
  type XmlElement,
  XmlError,
} from '../../container/index.ts';
import { joinLoc, parentFolder } from '../model/package-paths.ts';
import type { OfdDocument } from '../model/read-types.ts';

/** A Res file. `page` is the entry of the page that lists it, for PageRes. */
export type ResourcePart = {
  readonly entry: string;
  readonly root: XmlElement;
  readonly kind: 'PublicRes' | 'DocumentRes' | 'PageRes';
};

/** A page's or a template's own file. */
export type ContentPart = { readonly entry: string; readonly root: XmlElement; readonly id: string };

/** An annotation file. */
export type AnnotationPart = { readonly entry: string; readonly root: XmlElement; readonly pageId: string };

export class ArchiveParts {
  readonly document: OfdDocument;
  /** Parts that could not be parsed. */
  readonly broken: string[] = [];
  /** Links without an entry: the holder and what it says. */
  readonly missing: { readonly holder: string; readonly location: string }[] = [];
  readonly ofd: XmlElement | undefined;
  readonly bodies: readonly XmlElement[];
  readonly rootEntry: string;
  /** The Document element. */
  readonly root: XmlElement | undefined;
  readonly resources: ResourcePart[] = [];
  readonly pages: ContentPart[] = [];
  readonly templates: ContentPart[] = [];
  readonly annotations: AnnotationPart[] = [];
  readonly annotationLists: { readonly entry: string; readonly root: XmlElement }[] = [];
  readonly attachmentLists: { readonly entry: string; readonly root: XmlElement }[] = [];
  readonly #trees = new Map<string, XmlElement | undefined>();
  readonly #folded = new Map<string, string>();
  readonly #touched = new Set<string>();

  constructor(document: OfdDocument) {
    this.document = document;
    for (const name of [...document.order].reverse()) {
      this.#folded.set(name.toLowerCase(), name);
    }
    this.rootEntry = document.docs[0]?.rootEntry ?? '';
    this.ofd = this.tree(this.find('', 'OFD.xml'));
    this.bodies = this.ofd ? children(this.ofd, 'DocBody') : [];
    this.root = this.tree(this.rootEntry === '' ? undefined : this.rootEntry);
    if (this.root) {
      this.#load(this.root);
    }
  }

  /** Page ids of the document. */
  get pageIds(): ReadonlySet<string> {
    return new Set(this.pages.map(({ id }) => id));
  }

  /** Every part that holds page objects: pages, templates, composite units; not annotations. */
  contentRoots(): { readonly entry: string; readonly root: XmlElement }[] {
    return [
      ...this.pages,
      ...this.templates,
      ...this.resources.flatMap(({ entry, root }) =>
        children(root, 'CompositeGraphicUnits').map((list) => ({ entry, root: list })),
      ),
      // a pattern's cells hold objects, and draw parameters hold patterns
      ...this.resources.flatMap(({ entry, root }) =>
        children(root, 'DrawParams').map((list) => ({ entry, root: list })),
      ),
    ];
  }

  /** The entry a location means, the way the reader looks for it. */
  find(holder: string, location: string): string | undefined {
    const places = joinLoc(location, [parentFolder(holder), parentFolder(this.rootEntry), '']);
    const { entries } = this.document;
    return (
      places.find((name) => entries.has(name)) ??
      places.map((name) => this.#folded.get(name.toLowerCase())).find((name) => name !== undefined)
    );
  }

  /** The same, and a location that leads nowhere is remembered. */
  follow(holder: string, location: string | undefined): string | undefined {
    if (location === undefined || location.trim() === '') {
      return undefined;
    }
    const entry = this.find(holder, location);
    if (entry === undefined) {
      this.missing.push({ holder, location });
    }
    return entry;
  }

  /** The file a font, picture or profile of a Res file names. */
  fileOf(part: ResourcePart, location: string | undefined): string | undefined {
    if (location === undefined || location.trim() === '') {
      return undefined;
    }
    const folder = (attr(part.root, 'BaseLoc') ?? '').replace(/[/\\]+$/, '');
    const prefixed = folder === '' || /^[/\\]/.test(location) ? location : `${folder}/${location}`;
    const entry = this.find(part.entry, prefixed) ?? this.find(part.entry, location);
    if (entry === undefined) {
      this.missing.push({ holder: part.entry, location });
    }
    return entry;
  }

  /** The tree of a part; the same one every time. */
  tree(entry: string | undefined): XmlElement | undefined {
    if (entry === undefined) {
      return undefined;
    }
    if (!this.#trees.has(entry)) {
      this.#trees.set(entry, this.#parse(entry));
    }
    return this.#trees.get(entry);
  }

  /** Marks a part as changed. */
  touch(entry: string): void {
    this.#touched.add(entry);
  }

  /** A part that was not there. */
  add(entry: string, root: XmlElement): void {
    this.#trees.set(entry, root);
    this.#touched.add(entry);
    this.#folded.set(entry.toLowerCase(), entry);
  }

  /** Changed and new parts. */
  changed(): ReadonlyMap<string, XmlElement> {
    return new Map([...this.#touched].map((entry) => [entry, this.#trees.get(entry)!]));
  }

  /** Whether a name is taken, also in another case. */
  has(entry: string): boolean {
    return this.#folded.has(entry.toLowerCase());
  }

  #parse(entry: string): XmlElement | undefined {
    try {
      return parseXml(this.document.entries.get(entry) ?? new Uint8Array(0));
    } catch (error) {
      if (!(error instanceof XmlError)) {
        throw error;
      }
      this.broken.push(entry);
      return undefined;
    }
  }

  #load(root: XmlElement): void {
    const common = child(root, 'CommonData');
    const parts = (holder: string, elements: readonly (string | undefined)[]) =>
      elements.flatMap((location) => {
        const entry = this.follow(holder, location);
        const tree = this.tree(entry);
        return tree && entry !== undefined ? [{ entry, root: tree }] : [];
      });
    for (const kind of ['PublicRes', 'DocumentRes'] as const) {
      for (const part of parts(this.rootEntry, common ? children(common, kind).map(text) : [])) {
        this.resources.push({ ...part, kind });
      }
    }
    const list = child(root, 'Pages');
    const contents = (elements: readonly XmlElement[], into: ContentPart[]): void => {
      for (const element of elements) {
        for (const part of parts(this.rootEntry, [attr(element, 'BaseLoc')])) {
          into.push({ ...part, id: attr(element, 'ID') ?? '' });
        }
      }
    };
    contents(common ? children(common, 'TemplatePage') : [], this.templates);
    contents(list ? children(list, 'Page') : [], this.pages);
    const known = new Set<string>();
    for (const content of [...this.templates, ...this.pages]) {
      for (const part of parts(content.entry, children(content.root, 'PageRes').map(text))) {
        if (!known.has(part.entry)) {
          known.add(part.entry);
          this.resources.push({ ...part, kind: 'PageRes' });
        }
      }
    }
    this.annotationLists.push(...parts(this.rootEntry, children(root, 'Annotations').map(text)));
    for (const annotations of this.annotationLists) {
      for (const page of children(annotations.root, 'Page')) {
        for (const part of parts(annotations.entry, [childText(page, 'FileLoc')])) {
          this.annotations.push({ ...part, pageId: attr(page, 'PageID') ?? '' });
        }
      }
    }
    this.attachmentLists.push(...parts(this.rootEntry, children(root, 'Attachments').map(text)));
  }
}

/** Draw settings that only matter when something is stroked. */
export const strokeAttributes = [
  'LineWidth',
  'Cap',
  'Join',
  'MiterLimit',
  'DashOffset',
  'DashPattern',
] as const;

/** xs:boolean with a default. */
export function flag(element: XmlElement, name: string, otherwise: boolean): boolean {
  const value = attr(element, name)?.trim().toLowerCase();
  return value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : otherwise;
}

/** Whether an element named like an object strokes its outline: paths do unless told not to, texts only when told. */
export function strokes(element: XmlElement): boolean {
  return flag(element, 'Stroke', element.name === 'PathObject');
}

/** All texts of a tree, in objects and clips. */
export function textsOf(root: XmlElement): XmlElement[] {
  return [...descendants(root, 'TextObject'), ...descendants(root, 'Text')];
}
