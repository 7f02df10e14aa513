import type { Finding } from '../finding.ts';
import {
  isDict,
  isName,
  isRef,
  isString,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  pdfRef,
  textOf,
} from './objects.ts';
import { type PdfRectangle, rectangleOf } from './pages.ts';
import type { PdfFile } from './reader.ts';

/** Where a signature field is shown. `rect` in points of the page's own space; [0 0 0 0] or undefined = invisible. */
export type SignatureWidget = {
  readonly ref: PdfRef | undefined;
  readonly dict: PdfDict;
  /** Index of the page whose /Annots lists the widget; undefined when none does. */
  readonly pageIndex: number | undefined;
  readonly rect: PdfRectangle | undefined;
  /** Annotation flags /F (12.5.3). */
  readonly flags: number;
};

/** A signature dictionary (12.8.1) with the exact places a verifier must compare. */
export type PdfSignature = {
  /** The indirect object that is the dictionary; undefined when it is direct inside its field. */
  readonly ref: PdfRef | undefined;
  readonly dict: PdfDict;
  /** `Sig`, `DocTimeStamp`, or whatever /Type says; undefined when absent. */
  readonly type: string | undefined;
  readonly filter: string | undefined;
  readonly subFilter: string | undefined;
  /** Value of /Contents with its zero padding; undefined when it is not a string. */
  readonly contents: Uint8Array | undefined;
  /** File offsets of the /Contents string, `<` and `>` included; undefined unless it is a direct hex string of the file body. */
  readonly contentsExtent: { readonly start: number; readonly end: number } | undefined;
  /** The numbers of /ByteRange, if it is an array of numbers. */
  readonly byteRange: readonly number[] | undefined;
  /** Whether /ByteRange is a direct array of exactly four plain non-negative integers, as written. */
  readonly byteRangeStrict: boolean;
  /** /M as written, e.g. `D:20260101120000+08'00'`: the signer's claim. */
  readonly claimedTime: string | undefined;
  readonly name: string | undefined;
  readonly reason: string | undefined;
  readonly location: string | undefined;
  readonly contactInfo: string | undefined;
  /** Index of the revision whose end (its `%%EOF`, with or without the line end) is the end of /ByteRange. */
  readonly signedRevision: number | undefined;
  /** Index of the newest revision that defines the dictionary's object. */
  readonly definedRevision: number | undefined;
};

/** A signature field (12.7.4.5): signed, or still empty. */
export type SignatureField = {
  /** Fully qualified name, parts joined by full stops. */
  readonly name: string;
  readonly ref: PdfRef | undefined;
  readonly dict: PdfDict;
  readonly widgets: readonly SignatureWidget[];
  readonly signature: PdfSignature | undefined;
};

/** All signature fields, and signature dictionaries that no field leads to. */
export type SignatureFields = {
  readonly fields: readonly SignatureField[];
  /** Dictionaries with a /ByteRange that no field's /V names: never shown by readers, reported by verifiers. */
  readonly orphans: readonly PdfSignature[];
  readonly findings: readonly Finding[];
};

const maxFields = 10_000;

/** Lists signatures through the AcroForm field tree, in tree order. Throws PdfError for a broken page tree. */
export function signatureFields(file: PdfFile): SignatureFields {
  const findings: Finding[] = [];
  const widgetPages = pagesOfAnnotations(file);
  const fields: SignatureField[] = [];
  const visited = new Set<number>();
  const visit = (value: PdfObject | undefined, parents: readonly PdfDict[], name: string): void => {
    const dict = file.resolve(value);
    if (!isDict(dict) || parents.length > 32 || visited.size + fields.length > maxFields) {
      findings.push({ code: 'pdf-field-broken', severity: 'warning', message: 'PDF 表单字段损坏或过多' });
      return;
    }
    if (isRef(value)) {
      if (visited.has(value.num)) {
        findings.push({
          code: 'pdf-field-repeated',
          severity: 'warning',
          message: 'PDF 表单字段在字段树中重复出现',
          evidence: `${value.num} ${value.gen} R`,
        });
        return;
      }
      visited.add(value.num);
    }
    const part = file.resolve(dict.get('T'));
    const fullName = isString(part) ? (name === '' ? textOf(part) : `${name}.${textOf(part)}`) : name;
    const kids = file.array(dict, 'Kids') ?? [];
    const childFields = kids.filter((kid) => {
      const child = file.resolve(kid);
      return isDict(child) && child.has('T');
    });
    const line = [dict, ...parents];
    if (childFields.length > 0) {
      for (const kid of childFields) {
        visit(kid, line, fullName);
      }
      return;
    }
    if (!isName(inherited(file, line, 'FT'), 'Sig')) {
      return;
    }
    const widgets = kids.length > 0 ? kids : [value ?? null];
    fields.push({
      name: fullName,
      ref: isRef(value) ? value : undefined,
      dict,
      widgets: widgets.flatMap((widget) => widgetOf(file, widget, widgetPages)),
      signature: signatureOf(file, inheritedEntry(line, 'V')),
    });
  };
  const form = file.dict(file.catalog, 'AcroForm');
  for (const field of form === undefined ? [] : (file.array(form, 'Fields') ?? [])) {
    visit(field, [], '');
  }
  const orphans = findOrphans(file, fields);
  for (const orphan of orphans) {
    findings.push({
      code: 'pdf-signature-orphan',
      severity: 'warning',
      message: 'PDF 中有不属于任何签名域的签名数据',
      ...(orphan.ref === undefined ? {} : { evidence: `${orphan.ref.num} ${orphan.ref.gen} R` }),
    });
  }
  return { fields, orphans, findings };
}

function inheritedEntry(line: readonly PdfDict[], key: string): PdfObject | undefined {
  return line.find((dict) => dict.has(key))?.get(key);
}

function inherited(file: PdfFile, line: readonly PdfDict[], key: string): PdfObject {
  return file.resolve(inheritedEntry(line, key));
}

/** Page index by object number of the annotation. */
function pagesOfAnnotations(file: PdfFile): Map<number, number> {
  const found = new Map<number, number>();
  for (const page of file.pages()) {
    for (const annotation of file.array(page.dict, 'Annots') ?? []) {
      if (isRef(annotation) && !found.has(annotation.num)) {
        found.set(annotation.num, page.index);
      }
    }
  }
  return found;
}

function widgetOf(
  file: PdfFile,
  value: PdfObject,
  widgetPages: ReadonlyMap<number, number>,
): SignatureWidget[] {
  const dict = file.resolve(value);
  if (!isDict(dict) || !isName(file.resolve(dict.get('Subtype')), 'Widget')) {
    return [];
  }
  const ref = isRef(value) ? value : undefined;
  return [
    {
      ref,
      dict,
      pageIndex: ref === undefined ? undefined : widgetPages.get(ref.num),
      rect: rectangleOf(file, dict.get('Rect')),
      flags: file.number(dict, 'F') ?? 0,
    },
  ];
}

function signatureOf(file: PdfFile, value: PdfObject | undefined): PdfSignature | undefined {
  const dict = file.resolve(value);
  if (!isDict(dict)) {
    return undefined;
  }
  const ref = lastReference(file, value);
  const text = (key: string): string | undefined => {
    const entry = file.resolve(dict.get(key));
    return isString(entry) ? textOf(entry) : undefined;
  };
  const nameOf = (key: string): string | undefined => {
    const entry = file.resolve(dict.get(key));
    return isName(entry) ? entry.name : undefined;
  };
  const written = dict.get('Contents');
  const contents = file.resolve(written);
  const range = file.array(dict, 'ByteRange')?.map((item) => file.resolve(item));
  const byteRange = range?.every((item) => typeof item === 'number') ? (range as number[]) : undefined;
  const signedEnd = byteRange?.length === 4 ? (byteRange[2] as number) + (byteRange[3] as number) : undefined;
  const signed = file.revisions.findIndex(
    (revision) =>
      signedEnd !== undefined && signedEnd >= revision.eofOffset && signedEnd <= revision.endOffset,
  );
  const defined =
    ref === undefined ? -1 : file.revisions.findLastIndex((one) => one.changed.includes(ref.num));
  return {
    ref,
    dict,
    type: nameOf('Type'),
    filter: nameOf('Filter'),
    subFilter: nameOf('SubFilter'),
    contents: isString(contents) ? contents.bytes : undefined,
    contentsExtent:
      isString(written) && written.hex && written.start >= 0
        ? { start: written.start, end: written.end }
        : undefined,
    byteRange,
    byteRangeStrict: Array.isArray(dict.get('ByteRange')) && isStrictByteRange(file, dict, ref),
    claimedTime: text('M'),
    name: text('Name'),
    reason: text('Reason'),
    location: text('Location'),
    contactInfo: text('ContactInfo'),
    signedRevision: signed < 0 ? undefined : signed,
    definedRevision: defined < 0 ? undefined : defined,
  };
}

/** The last reference of a chain of references. */
function lastReference(file: PdfFile, value: PdfObject | undefined): PdfRef | undefined {
  let ref: PdfRef | undefined;
  let current = value;
  for (let hops = 0; isRef(current) && hops < 16; hops++) {
    ref = current;
    current = file.get(current);
  }
  return ref;
}

/** Reads /ByteRange once more as written: four digit strings in brackets, no reals, signs or references. */
function isStrictByteRange(file: PdfFile, dict: PdfDict, ref: PdfRef | undefined): boolean {
  const range = dict.get('ByteRange');
  if (!Array.isArray(range) || range.length !== 4) {
    return false;
  }
  if (!range.every((item) => typeof item === 'number' && Number.isSafeInteger(item) && item >= 0)) {
    return false;
  }
  // 1.0 and 1 parse to the same number: look at the characters of the object itself; a dictionary that is direct
  // in its field or sits in an object stream cannot be looked at and is not strict
  const scan = ref === undefined ? undefined : file.extent(ref.num);
  if (scan === undefined) {
    return false;
  }
  const text = new TextDecoder('latin1').decode(file.bytes.subarray(scan.start, scan.end));
  for (const match of text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)) {
    if (match.slice(1).every((digits, i) => Number(digits) === range[i])) {
      return true;
    }
  }
  return false;
}

/** Numbered objects of the newest revision that look like signatures; superseded ones are not looked at. */
function findOrphans(file: PdfFile, fields: readonly SignatureField[]): PdfSignature[] {
  const known = new Set(fields.map((field) => field.signature?.dict));
  const orphans: PdfSignature[] = [];
  for (const num of file.objectNumbers()) {
    const entry = file.entry(num);
    const ref = pdfRef(num, entry?.type === 'offset' ? entry.gen : 0);
    const value = file.get(ref);
    if (isDict(value) && value.has('ByteRange') && !known.has(value)) {
      const signature = signatureOf(file, ref);
      if (signature !== undefined) {
        orphans.push(signature);
      }
    }
  }
  return orphans;
}
