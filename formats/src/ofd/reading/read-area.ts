/** Sizes and resources, which pages and templates have alike (GB/T 33190 7.5, 7.9). */
import { children, childText, text, type XmlElement } from '../../container/index.ts';
import type { BoxMm } from '../../drawing/index.ts';
import type { Resources } from '../model/read-types.ts';
import type { ReadContext } from './read-context.ts';
import { readResources } from './read-resources.ts';
import { readBox } from './read-values.ts';

/** PhysicalBox of an Area or PageArea; an empty or monstrous one counts as absent. */
export function readArea(area: XmlElement | undefined): BoxMm | undefined {
  const box = area && readBox(childText(area, 'PhysicalBox'));
  return box && box.widthMm > 0 && box.heightMm > 0 && box.widthMm < 1e5 && box.heightMm < 1e5
    ? box
    : undefined;
}

/** Resources by the files they come from: pages of one producer may all name the same. */
const known = new WeakMap<Resources, Map<string, Resources>>();

/** The resources of a page or template: its PageRes files over the document's. */
export function readPageResources(
  root: XmlElement | undefined,
  entry: string,
  base: Resources,
  context: ReadContext,
): Resources {
  const files = root
    ? children(root, 'PageRes').map((file) => context.resolve(entry, text(file), '页面资源'))
    : [];
  if (files.length === 0) {
    return base;
  }
  const ofBase = known.get(base) ?? new Map<string, Resources>();
  known.set(base, ofBase);
  const key = files.join('\n');
  const resources = ofBase.get(key) ?? readResources(files, base, context);
  ofBase.set(key, resources);
  return resources;
}
