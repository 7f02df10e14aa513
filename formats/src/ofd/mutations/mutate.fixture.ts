/** Ways to damage a package: its bytes, its parts, the elements in them, the fonts and pictures, the entries. */
import {
  children,
  parseXml,
  serializeXml,
  writeZip,
  type XmlElement,
  type ZipEntry,
} from '../../container/index.ts';
import type { Random } from './random.fixture.ts';
import type { Seed } from './seeds.fixture.ts';
import { storeZip } from './store-zip.fixture.ts';

/** A damaged file made of a seed; the same choices give the same bytes. */
export function mutate(seed: Seed, random: Random): Uint8Array {
  const kind = random.below(10);
  if (kind === 0) {
    return damageBytes(seed.bytes.slice(), random, 1 + random.below(8));
  }
  let entries = seed.entries.map(({ name, bytes }) => ({ name, bytes }));
  const times = 1 + random.below(4);
  for (let i = 0; i < times; i++) {
    entries =
      kind < 7
        ? damageTree(entries, random)
        : kind < 9
          ? damagePart(entries, random)
          : damageList(entries, random);
  }
  return random.chance(0.1) ? writeZip(entries) : storeZip(entries);
}

const extremes = [0, 1, 0x7f, 0x80, 0xff, 0xfe];

function damageBytes(bytes: Uint8Array, random: Random, times: number): Uint8Array {
  let damaged = bytes;
  for (let i = 0; i < times && damaged.length > 0; i++) {
    const at = random.below(damaged.length);
    switch (random.below(7)) {
      case 0:
        damaged = damaged.slice(0, at);
        break;
      case 1: {
        const cut = random.below(64);
        damaged = new Uint8Array([...damaged.subarray(0, at), ...damaged.subarray(at + cut)]);
        break;
      }
      case 2: {
        const copied = damaged.subarray(at, at + random.below(64));
        damaged = new Uint8Array([...damaged.subarray(0, at), ...copied, ...damaged.subarray(at)]);
        break;
      }
      case 3:
        damaged.fill(random.pick(extremes), at, at + 1 + random.below(8));
        break;
      default:
        damaged[at]! ^= 1 << random.below(8);
    }
  }
  return damaged;
}

/** Bytes of one part, picture, font or XML, and the package made new around it. */
function damagePart(entries: readonly ZipEntry[], random: Random): ZipEntry[] {
  const which = random.below(entries.length);
  return entries.map((entry, at) =>
    at === which
      ? { name: entry.name, bytes: damageBytes(entry.bytes.slice(), random, 1 + random.below(6)) }
      : entry,
  );
}

/** Entries left out, emptied, exchanged, renamed. */
function damageList(entries: readonly ZipEntry[], random: Random): ZipEntry[] {
  const [a, b] = [random.below(entries.length), random.below(entries.length)];
  switch (random.below(5)) {
    case 0:
      return entries.length > 1 ? entries.filter((_, at) => at !== a) : [...entries];
    case 1:
      return entries.map((entry, at) => (at === a ? { name: entry.name, bytes: new Uint8Array(0) } : entry));
    case 2:
      return entries.map((entry, at) =>
        at === a
          ? { ...entry, bytes: entries[b]!.bytes }
          : at === b
            ? { ...entry, bytes: entries[a]!.bytes }
            : entry,
      );
    case 3: {
      const name = entries[a]!.name.toUpperCase();
      return entries.some((entry) => entry.name === name)
        ? [...entries]
        : entries.map((entry, at) => (at === a ? { ...entry, name } : entry));
    }
    default:
      return entries.map((entry, at) =>
        at === a ? { ...entry, bytes: new Uint8Array(200_000).fill(random.pick(extremes)) } : entry,
      );
  }
}

const values = [
  '',
  ' ',
  '0',
  '-1',
  '1',
  '0.0000001',
  '1e308',
  '-1e9',
  '99999999999999999999',
  'NaN',
  'true',
  'g 2000000000 1',
  'g 100000 0 g 100000 1e8',
  '0 0 0 0',
  '0 0 100000 100000',
  '-5 -5 1e8 1e8',
  '0 0 0 0 0 0',
  '1e8 0 0 1e8 0 0',
  '0.00001 0 0 0.00001 0 0',
  '1 2 3 4 5 6 7 8 9',
  '/',
  '../../../etc/passwd',
  '/OFD.xml',
  'Document.xml',
  '#ff #ff #ff',
  '𠀀'.repeat(50),
  'M 0 0 '.repeat(2000),
  'A 0 0 0 1 1 1e8 1e8',
  '\u0000'.replace('\u0000', '¤'),
];

/** Elements and attributes of one XML part. */
function damageTree(entries: readonly ZipEntry[], random: Random): ZipEntry[] {
  const parts = entries.filter(({ name }) => /\.xml$/i.test(name));
  if (parts.length === 0) {
    return [...entries];
  }
  const part = random.pick(parts);
  let bytes: Uint8Array;
  try {
    const root = parseXml(part.bytes);
    const times = 1 + random.below(4);
    for (let i = 0; i < times; i++) {
      damageElement(root, random);
    }
    bytes = serializeXml(root);
  } catch {
    // Damaged before so that it is no XML any more.
    bytes = damageBytes(part.bytes.slice(), random, 2);
  }
  return entries.map((entry) => (entry.name === part.name ? { name: entry.name, bytes } : entry));
}

function damageElement(root: XmlElement, random: Random): void {
  const all: { element: XmlElement; parent: XmlElement }[] = [];
  const visit = (parent: XmlElement): void => {
    for (const element of children(parent)) {
      all.push({ element, parent });
      visit(element);
    }
  };
  visit(root);
  if (all.length === 0 || all.length > 20_000) {
    return;
  }
  const { element, parent } = random.pick(all);
  const other = random.pick(all);
  const at = parent.children.indexOf(element);
  switch (random.below(12)) {
    case 0:
      parent.children.splice(at, 1);
      break;
    case 1:
      parent.children.splice(
        at,
        0,
        ...Array.from({ length: 1 + random.below(random.chance(0.1) ? 300 : 4) }, () => element),
      );
      break;
    case 2: {
      let nested = element;
      const depth = 1 + random.below(random.chance(0.2) ? 90 : 6);
      for (let i = 0; i < depth; i++) {
        nested = { ...element, children: [nested] };
      }
      parent.children[at] = nested;
      break;
    }
    case 3:
      parent.children[at] = other.element;
      if (inside(other.element, element)) {
        parent.children[at] = element;
      }
      break;
    case 4:
      if (!inside(element, other.element)) {
        other.element.children.push(element);
      }
      break;
    case 5:
      element.name = other.element.name;
      break;
    case 6:
      element.children = [random.pick(values)];
      break;
    case 7:
      if (element.attributes.length > 0) {
        element.attributes.splice(random.below(element.attributes.length), 1);
      }
      break;
    case 8: {
      const [mine, theirs] = [element.attributes, other.element.attributes];
      if (mine.length > 0 && theirs.length > 0) {
        random.pick(mine).value = random.pick(theirs).value;
      }
      break;
    }
    default:
      if (element.attributes.length > 0) {
        random.pick(
          element.attributes.filter(({ prefix }) => prefix !== 'xmlns').concat(element.attributes[0]!),
        ).value = random.pick(values);
      }
  }
}

function inside(outer: XmlElement, sought: XmlElement): boolean {
  return outer === sought || children(outer).some((each) => inside(each, sought));
}
