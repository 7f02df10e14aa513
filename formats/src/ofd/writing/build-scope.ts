import type { XmlElement } from '../../container/index.ts';
import { decimal, type Matrix } from '../../drawing/index.ts';
import type { OfficialTag, PageObjectSpec, ResourceSpecs, TextObjectSpec } from '../model/build-types.ts';

/** The lists of resources objects refer to by key. */
export type ResourceKind = keyof ResourceSpecs;

/** Ids by key, for each kind of resource. */
export type ResourceIds = Readonly<Record<ResourceKind, ReadonlyMap<string, number | string>>>;

/** What is noticed about an object that custom tags may point at. */
export type PlacedObject = {
  readonly objectId: number;
  readonly tag?: OfficialTag | undefined;
  readonly label?: string | undefined;
};

/** Writers of what objects can hold; handed in, because objects hold objects without end. */
export type InnerWriters = {
  readonly objects: (specs: readonly PageObjectSpec[], scope: BuildScope) => XmlElement[];
  /** The Text of a clip area. */
  readonly clipText: (spec: TextObjectSpec, scope: BuildScope) => XmlElement;
};

/** What writing an object needs to know about the document around it. */
export type BuildScope = {
  readonly ids: ResourceIds;
  /** The next free id of the document. */
  readonly next: () => number;
  /** The id of a page by its index; throws RangeError for an index that is not there. */
  readonly pageId: (index: number) => string | number;
  readonly attachmentId: (index: number) => string;
  /** The holder's top-left corner in page coordinates: boundaries are written relative to it. */
  readonly origin: readonly [number, number];
  /** Told about every object with a tag or a label. */
  readonly placed: (object: PlacedObject) => void;
  readonly compressDeltas: boolean;
  /** Objects inside an object: pattern cells hold objects, clip areas hold texts. */
  readonly inner: InnerWriters;
};

/** The id of a resource; an unknown key is a mistake of the caller and throws RangeError. */
export function resourceId(scope: BuildScope, kind: ResourceKind, key: string): number | string {
  const id = scope.ids[kind].get(key);
  if (id === undefined) {
    throw new RangeError(`no resource in ${kind} with key ${JSON.stringify(key)}`);
  }
  return id;
}

/** The same for an optional key. */
export function optionalId(
  scope: BuildScope,
  kind: ResourceKind,
  key: string | undefined,
): number | string | undefined {
  return key === undefined ? undefined : resourceId(scope, kind, key);
}

/** Ids for a list of keyed specs, in order; two with one key throw RangeError. */
export function assignIds(specs: readonly { key: string }[], next: () => number): Map<string, number> {
  const ids = new Map(specs.map((spec) => [spec.key, next()]));
  if (ids.size !== specs.length) {
    throw new RangeError('two resources share a key');
  }
  return ids;
}

/** A matrix whose result is moved by (−x, −y), six decimals. */
export function shiftedMatrix(matrix: Matrix, x: number, y: number): string {
  const [a, b, c, d, e, f] = matrix;
  return [a, b, c, d, e - x, f - y].map((value) => decimal(value, 6)).join(' ');
}
