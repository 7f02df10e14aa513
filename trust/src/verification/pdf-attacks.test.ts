/**
 * The published attacks on signed PDFs against files with every level of evidence (B-LTA): universal forgery, incremental
 * saving, wrapping, shadow documents (hide, replace, hide and replace), evil annotations, and what time-stamps and
 * security stores add to the surface. And any flipped byte: what is still called valid shows what was signed.
 */
import { randomInt } from 'node:crypto';
import {
  appendRevision,
  fillByteRange,
  fillContents,
  nextObjectNumber,
  type PdfDict,
  PdfError,
  type PdfFile,
  type PdfObject,
  type PlacedPlaceholder,
  pdfDict,
  pdfName,
  pdfRef,
  pdfStream,
  pdfText,
  RevisionDraft,
  readPdf,
  signatureFields,
} from '@yiwen/formats/pdf';
import { concat, hash, type Signer, utf8 } from '@yiwen/trust/crypto';
import {
  addSignatureFields,
  addSignatureTimeStamp,
  appendValidationData,
  prepareDocumentTimeStamp,
  preparePdfSignature,
  signatureToStamp,
} from '@yiwen/trust/documents';
import { signedAttributes, signedData } from '@yiwen/trust/signatures';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addField } from '../documents/pdf-fields.ts';
import {
  archived,
  classicPdf,
  DAY_MS,
  lists,
  NOW,
  person,
  picture,
  signed,
  stamped,
  stampOf,
  trust,
} from '../documents/pdf-files.fixture.ts';
import { verifyDocument } from './verify-document.ts';

const seed = Number(process.env.YIWEN_SEED ?? randomInt(2 ** 31));
const soak = Number(process.env.YIWEN_SOAK ?? 1);
const patience = 60_000 * soak;
console.log(`PDF attacks: YIWEN_SEED=${seed}`);

const signer = person('document', { until: NOW + 10 * DAY_MS });
const tsa = person('time', { until: NOW + 100 * DAY_MS });
const now = NOW + 20 * DAY_MS;
const report = (bytes: Uint8Array, at = now) => verifyDocument(bytes, { trust, now: at });
const verdict = (bytes: Uint8Array, at?: number) => report(bytes, at).verdict;
const harmless = ['valid', 'valid-superseded', 'valid-withdrawn', 'intact-untrusted', 'intact-time-unproven'];
const stamp = { page: 0, xMm: 100, yMm: 200, widthMm: 42, heightMm: 42, picture };

const form = (text: string) =>
  pdfStream(
    pdfDict({ Type: pdfName('XObject'), Subtype: pdfName('Form'), BBox: [0, 0, 595, 842] }),
    utf8(text),
  );
const leaf = {
  Type: pdfName('Page'),
  Parent: pdfRef(2),
  MediaBox: [0, 0, 595, 842],
  Resources: pdfDict({ XObject: pdfDict({ X: pdfRef(5) }) }),
};

/** One page that draws object 5 over its text, with a text field (6), a dormant page (7) and its content (8). */
const base = classicPdf([
  pdfDict({
    Type: pdfName('Catalog'),
    Pages: pdfRef(2),
    AcroForm: pdfDict({ Fields: [pdfRef(6)] }),
    Kept: pdfRef(7),
  }),
  pdfDict({ Type: pdfName('Pages'), Kids: [pdfRef(3)], Count: 1 }),
  pdfDict({ ...leaf, Contents: pdfRef(4), Annots: [pdfRef(6)] }),
  pdfStream(pdfDict({}), utf8('0 0 9 9 re f /X Do')),
  form('1 g 0 0 595 842 re f'),
  pdfDict({
    Type: pdfName('Annot'),
    Subtype: pdfName('Widget'),
    FT: pdfName('Tx'),
    T: pdfText('金额'),
    V: pdfText('100'),
    Rect: [10, 10, 90, 30],
    AP: pdfDict({ N: pdfRef(9) }),
  }),
  pdfDict({ ...leaf, Contents: pdfRef(8) }),
  pdfStream(pdfDict({}), utf8('1 0 0 rg 0 0 500 500 re f')),
  form('0 g 0 0 80 20 re f'),
]);

const lta = await archived(await signed(base, signer, { stamp }, tsa), signer, tsa, NOW + 2000);
const file = readPdf(lta);
const free = nextObjectNumber(file);
const page = file.pages()[0] as { ref: { num: number; gen: number }; dict: PdfDict };
const root = file.trailer.get('Root') as { num: number };

const later = (objects: { num: number; value: PdfObject }[]) => appendRevision(file, { objects }).bytes;

/** A signature made without asking whether it may be: in a field of its own, or in one that is there. */
async function signedAnyway(
  pdf: Uint8Array,
  by: Signer,
  where: { name: string; box?: typeof stamp; appearance?: PdfObject },
): Promise<Uint8Array> {
  const opened = readPdf(pdf);
  const draft = new RevisionDraft(opened);
  const value = draft.add(
    pdfDict({
      Type: pdfName('Sig'),
      Filter: pdfName('Adobe.PPKLite'),
      SubFilter: pdfName('ETSI.CAdES.detached'),
      ByteRange: { kind: 'placeholder', form: 'byte-range', key: 'range' },
      Contents: { kind: 'placeholder', form: 'hex', key: 'contents', byteLength: 8192 },
    }),
  );
  const known = signatureFields(opened).fields.find(({ name }) => name === where.name);
  if (known?.ref === undefined) {
    const shown = where.appearance === undefined ? {} : { AP: pdfDict({ N: draft.add(where.appearance) }) };
    addField(draft, { name: where.name, page: 0, box: where.box }, { V: value, ...shown });
  } else {
    draft.edit(known.ref).set('V', value);
  }
  const { bytes, placeholders } = draft.append();
  const [range, contents] = [placeholders.get('range'), placeholders.get('contents')] as PlacedPlaceholder[];
  const [, length, start] = fillByteRange(bytes, range!, contents!);
  const content = concat(bytes.subarray(0, length), bytes.subarray(start));
  const { certificate, chain, algorithm } = by;
  const attributes = signedAttributes({ contentDigest: hash('sha256', content), certificate, algorithm });
  const signature = await by.sign(attributes);
  fillContents(bytes, contents!, signedData({ attributes, signature, certificate, chain, algorithm }));
  return bytes;
}

/** The bytes with one text made another of the same length. */
function respelled(bytes: Uint8Array, from: RegExp, to: (found: string) => string): Uint8Array {
  const text = new TextDecoder('latin1').decode(bytes);
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  expect(changed.length).toBe(text.length);
  return Uint8Array.from(changed, (character) => character.charCodeAt(0));
}

const annotation = (more: Record<string, PdfObject>) =>
  pdfDict({
    Type: pdfName('Annot'),
    Rect: [0, 0, 595, 842],
    F: 4,
    AP: pdfDict({ N: pdfRef(free + 1) }),
    ...more,
  });
const withAnnotation = (more: Record<string, PdfObject>) =>
  later([
    {
      num: page.ref.num,
      value: new Map(page.dict).set('Annots', [...(file.array(page.dict, 'Annots') ?? []), pdfRef(free)]),
    },
    { num: free, value: annotation(more) },
    { num: free + 1, value: form('1 g 0 0 595 842 re f') },
  ]);

const attacks: Record<string, () => Uint8Array> = {
  'shadow, hide: what covered the text is gone': () => later([{ num: 5, value: form('') }]),
  'shadow, hide: the page forgets to draw it': () =>
    later([{ num: page.ref.num, value: new Map(page.dict).set('Resources', pdfDict({})) }]),
  'shadow, replace: the appearance of a field alone': () =>
    later([{ num: 9, value: form('1 0 0 rg 0 0 80 20 re f') }]),
  'shadow, hide and replace: the dormant page is shown': () =>
    later([{ num: 2, value: pdfDict({ Type: pdfName('Pages'), Kids: [pdfRef(7)], Count: 1 }) }]),
  'shadow, hide and replace: the dormant content is drawn': () =>
    later([{ num: page.ref.num, value: new Map(page.dict).set('Contents', pdfRef(8)) }]),
  'shadow, hide and replace: the trailer names another catalog': () =>
    appendRevision(file, {
      objects: [
        { num: free, value: new Map(file.catalog).set('Pages', pdfRef(free + 1)) },
        { num: free + 1, value: pdfDict({ Type: pdfName('Pages'), Kids: [pdfRef(7)], Count: 1 }) },
      ],
      trailer: pdfDict({ Root: pdfRef(free) }),
    }).bytes,
  'incremental saving: content replaced': () => later([{ num: 4, value: pdfStream(pdfDict({}), utf8('')) }]),
  'incremental saving: objects without cross-reference': () =>
    concat(lta, utf8('4 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n')),
  'incremental saving: a trailer without cross-reference': () =>
    concat(
      lta,
      utf8('4 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n'),
    ),
  'incremental saving: a page more': () =>
    later([{ num: 2, value: pdfDict({ Type: pdfName('Pages'), Kids: [pdfRef(3), pdfRef(7)], Count: 2 }) }]),
  'universal forgery: the range is one number short': () =>
    respelled(lta, /\/ByteRange \[0 {9}/, (found) => found.replace('[0', '[ ')),
  'universal forgery: the range ends beyond the file': () =>
    respelled(lta, /\/ByteRange \[0 {10}(\d+) +(\d+) +(\d)/, (found) => `${found.slice(0, -1)}9`),
  'universal forgery: no value': () =>
    respelled(lta, /\/Contents <[0-9a-fA-F]{200}/, (found) => found.replace(/<.*/, `<${'0'.repeat(200)}`)),
  'universal forgery: the value is another entry': () => respelled(lta, /\/Contents </, () => '/Contentz <'),
  'wrapping: the gap is wider than the value': () =>
    respelled(lta, /\/ByteRange \[0 {10}(\d+)/, (found) =>
      found.replace(/\d$/, (d) => String((Number(d) + 9) % 10)),
    ),
  'evil annotation: a note over the page': () => withAnnotation({ Subtype: pdfName('FreeText') }),
  'evil annotation: a stamp over the page': () => withAnnotation({ Subtype: pdfName('Stamp') }),
  'evil annotation: a signature field without a signature over the page': () =>
    withAnnotation({ Subtype: pdfName('Widget'), FT: pdfName('Sig'), T: pdfText('空') }),
  'the security store takes the place of what the page draws': () =>
    later([
      { num: root.num, value: new Map(file.catalog).set('DSS', pdfRef(5)) },
      { num: 5, value: pdfDict({ Type: pdfName('DSS'), Certs: [] }) },
    ]),
  'a security store is a stream the page draws as well': () =>
    later([
      { num: root.num, value: new Map(file.catalog).set('DSS', pdfDict({ Certs: [pdfRef(4)] })) },
      { num: 4, value: pdfStream(pdfDict({}), signer.certificate) },
    ]),
  'the title is changed in the information dictionary': () =>
    appendRevision(file, {
      objects: [{ num: free, value: pdfDict({ Title: pdfText('假') }) }],
      trailer: pdfDict({ Info: pdfRef(free) }),
    }).bytes,
};

describe('attacks on a file with every level of evidence', () => {
  it('the file itself is valid after its signer expired', () => {
    expect(report(lta)).toMatchObject({ verdict: 'valid' });
    expect(report(lta).signatures[0]?.timeStamps).toHaveLength(2);
  });

  it.each(Object.entries(attacks))('%s', (_name, attack) => {
    const bytes = attack();
    expect(harmless).not.toContain(verdict(bytes));
    expect(verdict(bytes)).not.toBe('unsigned');
  });

  it('a filled field is told, and a time-stamp over the filled file changes nothing of that', async () => {
    const filled = later([
      { num: 6, value: new Map(file.get(pdfRef(6)) as PdfDict).set('V', pdfText('900')) },
    ]);
    expect(verdict(filled)).toBe('partly-covered');
    expect(verdict(await stamped(filled, tsa, NOW + 3000))).toBe('partly-covered');
  });

  it('a time-stamp over a changed file proves nothing for the signature it broke', async () => {
    const changed = later([{ num: 5, value: form('') }]);
    expect(verdict(await stamped(changed, tsa, NOW + 3000))).toBe('changed-after-signing');
  });

  it('a token of an earlier state, or of another file, is no time-stamp of this one', async () => {
    const prepared = prepareDocumentTimeStamp(lta);
    const fields = signatureFields(file).fields;
    const old = fields.find(({ name }) => name === '时间戳1')?.signature?.contents as Uint8Array;
    const foreign = await stampOf(utf8('别的'), tsa, NOW);
    for (const token of [old, foreign]) {
      const bytes = prepared.bytes.slice();
      fillContents(bytes, prepared.contents, token);
      expect(harmless).not.toContain(verdict(bytes));
    }
  });

  it('a time-stamp of anybody may show nothing, in a field of its own or one made beforehand', async () => {
    const prepared = await signed(addSignatureFields(base, [{ name: '空', box: stamp }]), signer);
    const opened = readPdf(prepared);
    const empty = signatureFields(opened).fields.find(({ name }) => name === '空')!;
    const cover = form('1 g 0 0 595 842 re f');
    for (const isNew of [true, false]) {
      const draft = new RevisionDraft(opened);
      const value = draft.add(
        pdfDict({
          Type: pdfName('DocTimeStamp'),
          Filter: pdfName('Adobe.PPKLite'),
          SubFilter: pdfName('ETSI.RFC3161'),
          ByteRange: { kind: 'placeholder', form: 'byte-range', key: 'range' },
          Contents: { kind: 'placeholder', form: 'hex', key: 'contents', byteLength: 8192 },
        }),
      );
      const shows = { V: value, AP: pdfDict({ N: draft.add(cover) }) };
      if (isNew) {
        addField(draft, { name: '戳', page: 0, box: stamp }, shows);
      } else {
        draft.set(empty.ref!, new Map([...empty.dict, ...pdfDict(shows)]));
      }
      const { bytes, placeholders } = draft.append();
      const [range, contents] = [
        placeholders.get('range'),
        placeholders.get('contents'),
      ] as PlacedPlaceholder[];
      const [, length, start] = fillByteRange(bytes, range!, contents!);
      const content = concat(bytes.subarray(0, length), bytes.subarray(start));
      fillContents(bytes, contents!, await stampOf(content, tsa, NOW));
      expect([isNew, verdict(bytes, NOW)]).toEqual([isNew, 'changed-after-signing']);
    }
  });

  it('a later stamp of a signer on the list may not lie over a seal, nor tile the page', async () => {
    const over = await signed(lta, signer, { fieldName: '盖住', stamp });
    expect(verdict(over)).toBe('changed-after-signing');
    const near = await signed(lta, signer, { fieldName: '旁边', stamp: { ...stamp, xMm: 75 } }, tsa);
    expect(verdict(near)).toBe('valid');
    let tiled = await signed(base, signer, { stamp: { ...stamp, yMm: 260, heightMm: 20 } });
    for (let i = 0; i < 6; i++) {
      const at = { xMm: (i % 2) * 100, yMm: Math.floor(i / 2) * 85, widthMm: 99, heightMm: 84 };
      tiled = await signed(tiled, signer, { fieldName: `块${i}`, stamp: { ...stamp, ...at } });
    }
    expect(verdict(tiled, NOW)).toBe('changed-after-signing');
  });
});

describe('what a signature forbids', () => {
  const codes = (bytes: Uint8Array) =>
    report(bytes, NOW).signatures.flatMap(({ findings }) => findings.map(({ code }) => code));

  it('certified without change: no further signature', async () => {
    const bytes = await signedAnyway(await signed(base, signer, { certification: 1 }), signer, {
      name: '乙',
    });
    expect(verdict(bytes, NOW)).toBe('changed-after-signing');
    expect(codes(bytes)).toContain('pdf-certified-final');
  });

  it('certified with signing: no further picture outside the fields made beforehand', async () => {
    const certified = await signed(base, signer, { certification: 2 });
    const shown = { name: '乙', box: stamp, appearance: form('1 g 0 0 595 842 re f') };
    const bytes = await signedAnyway(certified, signer, shown);
    expect(verdict(bytes, NOW)).toBe('changed-after-signing');
    expect(codes(bytes)).toContain('pdf-certified-field-added');
    expect(verdict(await signedAnyway(certified, signer, { name: '乙' }), NOW)).toBe('valid');
  });

  it('a locked field: neither filled nor signed', async () => {
    const prepared = addSignatureFields(base, [{ name: '乙' }, { name: '丙' }]);
    const locked = await signed(prepared, signer, { lock: { action: 'Exclude', fields: ['丙'] } });
    const taken = await signedAnyway(locked, signer, { name: '乙' });
    expect(verdict(taken, NOW)).toBe('changed-after-signing');
    expect(codes(taken)).toContain('pdf-field-locked');
    expect(verdict(await signedAnyway(locked, signer, { name: '丙' }), NOW)).toBe('valid');
    const opened = readPdf(locked);
    const filled = appendRevision(opened, {
      objects: [{ num: 6, value: new Map(opened.get(pdfRef(6)) as PdfDict).set('V', pdfText('900')) }],
    }).bytes;
    expect(verdict(filled, NOW)).toBe('changed-after-signing');
  });
});

/** What the page of a file shows: every object it is drawn from. */
function shown(opened: PdfFile): string {
  const seen: string[] = [];
  const walk = (value: PdfObject | undefined, depth: number): void => {
    const resolved = opened.resolve(value);
    if (depth > 12) {
      return;
    }
    if (Array.isArray(resolved)) {
      for (const item of resolved) {
        walk(item, depth + 1);
      }
    } else if (resolved instanceof Map) {
      for (const [key, item] of resolved) {
        if (!['Parent', 'P', 'V', 'Annots'].includes(key)) {
          seen.push(key);
          walk(item, depth + 1);
        }
      }
    } else if (typeof resolved === 'object' && resolved !== null && resolved.kind === 'stream') {
      seen.push(Buffer.from(opened.decode(resolved).bytes).toString('base64'));
      walk(resolved.dict, depth + 1);
    } else {
      seen.push(JSON.stringify(resolved));
    }
  };
  for (const one of opened.pages()) {
    walk(one.dict, 0);
  }
  return seen.join('\n');
}

describe('one byte of a file with evidence', () => {
  const places = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }));
  const flip = (bytes: Uint8Array, at: number, by: number) =>
    bytes.map((byte, i) => (i === at ? byte ^ by : byte));

  it(
    'under a document time-stamp: none may change',
    () => {
      const { contentsExtent } = signatureFields(file).fields.find(({ name }) => name === '时间戳1')!
        .signature!;
      fc.assert(
        fc.property(places, ([at, by]) => {
          const place = at % lta.length;
          const found = verdict(flip(lta, place, by));
          const inToken = place >= contentsExtent!.start && place < contentsExtent!.end;
          // The letter case of a token's digits says nothing; anything else of it does.
          const isCase = inToken && by === 0x20;
          expect([place, by, found === 'valid' && !isCase]).toEqual([place, by, false]);
        }),
        { seed, numRuns: 150 * soak },
      );
    },
    patience,
  );

  it(
    'in a store nobody stamped yet: what is valid shows what was signed',
    async () => {
      const lt = appendValidationData(await signed(base, signer, { stamp }, tsa), {
        certificates: [...signer.chain, ...tsa.chain],
      });
      const original = shown(readPdf(lt));
      const end = report(lt).signatures[0]!.signedLength!;
      fc.assert(
        fc.property(places, ([at, by]) => {
          const place = end + (at % (lt.length - end));
          const changed = flip(lt, place, by);
          if (verdict(changed) === 'valid') {
            expect([place, by, shown(readPdf(changed))]).toEqual([place, by, original]);
          }
        }),
        { seed, numRuns: 150 * soak },
      );
    },
    patience,
  );

  it(
    'of a token over a signature: never valid',
    async () => {
      const bt = await signed(base, signer, { stamp }, tsa);
      const { contentsExtent } = signatureFields(readPdf(bt)).fields.find(({ name }) => name === '印章1')!
        .signature!;
      fc.assert(
        fc.property(places, ([at, by]) => {
          const place = contentsExtent!.start + (at % (contentsExtent!.end - contentsExtent!.start));
          const found = verdict(flip(bt, place, by));
          expect([place, by, found === 'valid' && by !== 0x20]).toEqual([place, by, false]);
        }),
        { seed, numRuns: 150 * soak },
      );
    },
    patience,
  );
});

describe('evidence made to be long', () => {
  it('is read once, however many signatures and time-stamps ask', async () => {
    let bytes = base;
    for (let i = 0; i < 6; i++) {
      bytes = await signed(bytes, signer, { fieldName: `印章${i}` }, tsa);
    }
    const many = Array.from({ length: 20_000 }, (_, i) => ({
      serial: (i + 2 ** 40).toString(16).padStart(12, '0'),
      at: NOW,
    }));
    const crls = [...(await lists('document', NOW + 2000, many)), ...(await lists('time', NOW + 2000, many))];
    const long = await stamped(appendValidationData(bytes, { crls }), tsa, NOW + 3000);
    const begun = performance.now();
    expect(verdict(long)).toBe('valid');
    console.log(`six signatures with lists of 40,000 entries: ${Math.round(performance.now() - begun)} ms`);
  });

  it('more time-stamps over one value than anybody needs make it no better', async () => {
    const one = await signed(base, signer, { contentsBytes: 60_000 });
    let more = one;
    for (let i = 0; i < 10; i++) {
      const token = await stampOf(signatureToStamp(one, '印章1'), tsa, NOW + i * 1000);
      more = addSignatureTimeStamp(more, '印章1', token);
    }
    expect(harmless).not.toContain(verdict(more));
  });
});

describe('a file damaged anywhere', () => {
  it(
    'is answered, never called better than it was, and signed or refused in words',
    () => {
      const certificate = signer.certificate;
      const change = fc.tuple(fc.nat(), fc.nat(200), fc.nat(255), fc.nat(3));
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
          let bytes = lta;
          for (const [at, length, value, kind] of changes) {
            const place = at % bytes.length;
            const stretch = bytes.subarray(place, place + length);
            const parts = [
              [bytes.subarray(0, place), Uint8Array.of(value), bytes.subarray(place + 1)],
              [bytes.subarray(0, place), bytes.subarray(place + length)],
              [bytes.subarray(0, place), stretch, bytes.subarray(place)],
              [bytes.subarray(0, place), new Uint8Array(stretch.length), bytes.subarray(place + length)],
            ][kind]!;
            bytes = concat(...parts);
          }
          const { findings } = report(bytes);
          expect(findings.map(({ code }) => code)).not.toContain('internal-fault');
          const order = {
            certificate,
            chain: [],
            algorithm: signer.algorithm,
            time: NOW,
            fieldName: '乙',
            signerName: '甲',
          };
          for (const act of [
            () => preparePdfSignature(bytes, order),
            () => appendValidationData(bytes, { certificates: [certificate] }),
            () => prepareDocumentTimeStamp(bytes),
            () => signatureToStamp(bytes, '印章1'),
          ]) {
            try {
              act();
            } catch (error) {
              expect(error).toBeInstanceOf(PdfError);
            }
          }
        }),
        { seed, numRuns: 60 * soak },
      );
    },
    patience,
  );
});
