/** Distinguished names (RFC 5280 4.1.2.4): reading, writing, and the words an office shows. */

import { type DerNode, der, objectIdentifier, sequence, setOf, text } from '@yiwen/trust/crypto';

/** A distinguished name. Names are compared by their exact DER, never by their text. */
export type Name = {
  readonly der: Uint8Array;
  readonly attributes: readonly { readonly oid: string; readonly value: string }[];
};

const COMMON_NAME = '2.5.4.3';
const COUNTRY = '2.5.4.6';
const LOCALITY = '2.5.4.7';
const ORGANISATION = '2.5.4.10';
const UNIT = '2.5.4.11';
/** X.520 6.2.9; ETSI EN 319 412-2 4.2.4 names a natural person by it beside the common name. */
const SERIAL_NUMBER = '2.5.4.5';
const LABELS: Readonly<Record<string, string>> = {
  [COMMON_NAME]: 'CN',
  [COUNTRY]: 'C',
  [LOCALITY]: 'L',
  '2.5.4.8': 'ST',
  [ORGANISATION]: 'O',
  [UNIT]: 'OU',
  [SERIAL_NUMBER]: 'serialNumber',
};
/** Names in the wild hold a handful of attributes; more is an attack on whoever shows them. */
const MAX_ATTRIBUTES = 40;

/** Reads a Name. Throws DerError. A value of unknown string type becomes empty text: it is still in `der`. */
export function readName(node: DerNode | undefined): Name {
  const attributes: { oid: string; value: string }[] = [];
  for (const relative of sequence(node)) {
    for (const attribute of setOf(relative)) {
      const [type, value] = sequence(attribute);
      if (attributes.length < MAX_ATTRIBUTES) {
        attributes.push({ oid: objectIdentifier(type), value: attributeText(value) });
      }
    }
  }
  return { der: node!.bytes, attributes };
}

function attributeText(value: DerNode | undefined): string {
  try {
    return text(value).slice(0, 500);
  } catch {
    return '';
  }
}

function attribute(name: Name, oid: string): string | undefined {
  return name.attributes.find((candidate) => candidate.oid === oid)?.value;
}

/** CN of a name, else O, else the whole name. What a person reads as "who". */
export function nameTitle(name: Name): string {
  return attribute(name, COMMON_NAME) ?? attribute(name, ORGANISATION) ?? nameText(name);
}

/** The whole name as "CN=…, O=…", in the order written. */
export function nameText(name: Name): string {
  return name.attributes.map(({ oid, value }) => `${LABELS[oid] ?? oid}=${value}`).join(', ');
}

/** Parts of a subject we issue certificates for. `serialNumber` is a person's id: two people may share a name. */
export type Subject = {
  commonName: string;
  organisation?: string;
  unit?: string;
  locality?: string;
  serialNumber?: string;
};

/** The parts of a name that we would write again: what a certificate request asks to be called. */
export function subjectOf(name: Name): Subject {
  const part = (oid: string) => attribute(name, oid);
  const [locality, organisation, unit] = [part(LOCALITY), part(ORGANISATION), part(UNIT)];
  const serialNumber = part(SERIAL_NUMBER);
  return {
    commonName: part(COMMON_NAME) ?? '',
    ...(organisation === undefined ? {} : { organisation }),
    ...(unit === undefined ? {} : { unit }),
    ...(locality === undefined ? {} : { locality }),
    ...(serialNumber === undefined ? {} : { serialNumber }),
  };
}

/** DER of a Name, country CN first. */
export function writeName(subject: Subject): Uint8Array {
  const part = (oid: string, value: Uint8Array) => der.set(der.seq(der.oid(oid), value));
  const parts = [part(COUNTRY, der.printableString('CN'))];
  for (const [oid, value] of [
    [LOCALITY, subject.locality],
    [ORGANISATION, subject.organisation],
    [UNIT, subject.unit],
    [COMMON_NAME, subject.commonName],
  ] as const) {
    if (value !== undefined) {
      parts.push(part(oid, der.utf8String(value)));
    }
  }
  if (subject.serialNumber !== undefined) {
    parts.push(part(SERIAL_NUMBER, der.printableString(subject.serialNumber)));
  }
  return der.seq(...parts);
}
