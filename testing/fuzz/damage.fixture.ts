/** Ways to damage bytes: a few bits, a cut, a copy, a length of a DER element, pieces of another input. */
import { readZip, writeZip } from '@yiwen/formats/container';
import type { Random } from '../../formats/src/ofd/mutations/random.fixture.ts';

const EXTREMES = [0, 1, 0x0a, 0x20, 0x2b, 0x30, 0x3d, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xfe, 0xff];

/** A damaged copy; `others` are inputs of the same kind to take pieces from. */
export function damage(bytes: Uint8Array, others: readonly Uint8Array[], random: Random): Uint8Array {
  let damaged = Uint8Array.from(bytes);
  const times = random.chance(0.5) ? 1 : 1 + random.below(6);
  for (let i = 0; i < times && damaged.length > 0; i++) {
    damaged = damageOnce(damaged, random.pick(others), random);
  }
  return damaged;
}

function damageOnce(
  bytes: Uint8Array<ArrayBuffer>,
  other: Uint8Array,
  random: Random,
): Uint8Array<ArrayBuffer> {
  const at = random.below(bytes.length);
  const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (random.below(9)) {
    case 0:
      return join(head);
    case 1:
      return join(head, tail.subarray(random.below(64)));
    case 2:
      return join(head, tail.subarray(0, random.below(64)), tail);
    case 3:
      return join(
        head,
        Uint8Array.from({ length: random.below(16) }, () => random.pick(EXTREMES)),
        tail,
      );
    case 4: {
      const from = random.below(other.length + 1);
      return join(head, other.subarray(from, from + random.below(200)), tail.subarray(random.below(200)));
    }
    case 5:
      bytes[at] = random.pick(EXTREMES);
      return bytes;
    case 6: {
      // The length byte of what looks like a DER element.
      const tag = bytes.findIndex(
        (byte, i) => i >= at && [0x02, 0x03, 0x04, 0x06, 0x30, 0x31, 0xa0].includes(byte),
      );
      if (tag >= 0 && tag + 1 < bytes.length) {
        bytes[tag + 1] = random.below(256);
      }
      return bytes;
    }
    default:
      bytes[at]! ^= 1 << random.below(8);
      return bytes;
  }
}

/** A package with one entry damaged, left out or exchanged for another, written anew; sometimes its own bytes instead. */
export function damageZip(bytes: Uint8Array, random: Random): Uint8Array {
  if (random.chance(0.2)) {
    return damage(bytes, [bytes], random);
  }
  const { entries } = readZip(bytes);
  const names = [...entries.keys()];
  const name = random.pick(names);
  const whole = entries.get(name)!;
  switch (random.below(6)) {
    case 0:
      entries.delete(name);
      break;
    case 1:
      entries.set(name, entries.get(random.pick(names))!);
      break;
    default:
      entries.set(name, damage(whole, [entries.get(random.pick(names))!], random));
  }
  return writeZip([...entries].map(([path, content]) => ({ name: path, bytes: content })));
}
