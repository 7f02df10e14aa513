/** Certification, fields made beforehand, several places and signers, files of others: what is signed, and what is refused in words. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  appendRevision,
  isDict,
  isRef,
  PdfError,
  type PdfObject,
  pdfDict,
  pdfName,
  pdfRef,
  pdfStream,
  pdfText,
  readPdf,
  signatureFields,
} from '@yiwen/formats/pdf';
import { utf8 } from '@yiwen/trust/crypto';
import { addSignatureFields, preparePdfSignature } from '@yiwen/trust/documents';
import { verifyDocument } from '@yiwen/trust/verification';
import { describe, expect, it } from 'vitest';
import { refuseAgainstSeed } from './pdf-fields.ts';
import {
  classicPdf,
  NOW,
  pages,
  person,
  picture,
  signed,
  signing,
  stamped,
  trust,
} from './pdf-files.fixture.ts';

const signer = person();
const tsa = person('time');
const report = (bytes: Uint8Array) => verifyDocument(bytes, { trust, now: NOW + 60_000 });
const verdict = (bytes: Uint8Array) => report(bytes).verdict;
const stamp = { page: 0, xMm: 100, yMm: 200, widthMm: 42, heightMm: 42, picture };
const box = { page: 0, xMm: 20, yMm: 20, widthMm: 30, heightMm: 15 };
const rectOf = (bytes: Uint8Array, name: string) =>
  signatureFields(readPdf(bytes)).fields.find((field) => field.name === name)?.widgets[0]?.rect;

describe('a certification', () => {
  it('is named in the catalog, and the first signature only', async () => {
    const bytes = await signed(pages(), signer, { certification: 2 });
    const file = readPdf(bytes);
    const value = file.dict(file.catalog, 'Perms')?.get('DocMDP');
    expect(value !== undefined && isRef(value) && isDict(file.get(value))).toBe(true);
    expect(verdict(bytes)).toBe('valid');
    await expect(signed(bytes, signer, { fieldName: '乙', certification: 2 })).rejects.toThrow(
      /只能是第一个/,
    );
  });

  it('that allows no change takes time-stamps, and no signature', async () => {
    const bytes = await signed(pages(), signer, { certification: 1 });
    await expect(signed(bytes, signer, { fieldName: '乙' })).rejects.toThrow(/不允许之后再有签名/);
    expect(verdict(await stamped(bytes, tsa, NOW + 1000))).toBe('valid');
  });

  it('that allows signing takes seals in fields made beforehand, and nowhere else', async () => {
    const prepared = addSignatureFields(pages(), [{ name: '会签', box }]);
    const bytes = await signed(prepared, signer, { certification: 2, stamp });
    await expect(signed(bytes, signer, { fieldName: '乙', stamp })).rejects.toThrow(/事先留好的签名域/);
    expect(() => addSignatureFields(bytes, [{ name: '丙' }])).toThrow(/认证之前/);
    const both = await signed(bytes, signer, { fieldName: '会签', stamp });
    expect(verdict(both)).toBe('valid');
    expect(rectOf(both, '会签')).toEqual(rectOf(prepared, '会签'));
  });
});

describe('fields made beforehand', () => {
  it('keep every earlier byte, and are there unsigned', () => {
    const before = pages();
    const after = addSignatureFields(before, [{ name: '甲', box }, { name: '乙' }]);
    expect(after.subarray(0, before.length)).toEqual(before);
    expect(signatureFields(readPdf(after)).fields.map(({ name }) => name)).toEqual(['甲', '乙']);
    expect(verdict(after)).toBe('unsigned');
    expect(() => addSignatureFields(after, [{ name: '甲' }])).toThrow(/已有名为/);
  });

  it('lock what they say once they are signed', async () => {
    const before = addSignatureFields(pages(), [
      { name: '甲', lock: { action: 'Include', fields: ['乙'] } },
      { name: '乙' },
      { name: '丙' },
    ]);
    const first = await signed(before, signer, { fieldName: '甲' });
    await expect(signed(first, signer, { fieldName: '乙' })).rejects.toThrow(/锁定/);
    expect(verdict(await signed(first, signer, { fieldName: '丙' }))).toBe('valid');
    await expect(signed(first, signer, { fieldName: '甲' })).rejects.toThrow(/已经签过/);
  });

  it('are signed for their reasons only', async () => {
    const before = addSignatureFields(pages(), [{ name: '甲', reasons: ['签发', '会签'] }]);
    await expect(signed(before, signer, { fieldName: '甲', reason: '核发' })).rejects.toThrow(/签署事由/);
    expect(verdict(await signed(before, signer, { fieldName: '甲', reason: '会签' }))).toBe('valid');
  });

  it('that demand what we do not know are left alone', () => {
    const seeded = (seed: Record<string, PdfObject>) => {
      const field = pdfDict({ FT: pdfName('Sig'), T: pdfText('甲'), SV: pdfDict(seed) });
      const file = readPdf(pages());
      const one = { name: '甲', ref: undefined, dict: field, widgets: [], signature: undefined };
      return () => refuseAgainstSeed(file, one, { reason: undefined, digest: 'SHA256' });
    };
    expect(seeded({ Ff: 32 })).toThrow(/无法识别的要求/);
    expect(seeded({ Ff: 2, SubFilter: [pdfName('adbe.x509.rsa_sha1')] })).toThrow(/签名格式/);
    expect(seeded({ Ff: 64, DigestMethod: [pdfText('SHA512')] })).toThrow(/摘要算法/);
    expect(seeded({ Ff: 64, DigestMethod: [pdfText('SHA256')] })).not.toThrow();
    expect(seeded({ SubFilter: [pdfName('adbe.x509.rsa_sha1')] })).not.toThrow();
  });
});

describe('several places and several signers', () => {
  it('one signature in many places is the first of its file', async () => {
    const places = [0, 1, 2].map((page) => ({
      ...stamp,
      page,
      xMm: 196,
      widthMm: 14,
      part: { from: page / 3, to: (page + 1) / 3 },
    }));
    const bytes = await signed(pages(3), signer, { stamp: places });
    expect(verdict(bytes)).toBe('valid');
    expect(report(bytes).signatures[0]?.pages).toEqual([0, 1, 2]);
    const file = readPdf(bytes);
    const listed = file.pages().map((page) => file.array(page.dict, 'Annots')?.length);
    expect(listed).toEqual([1, 1, 1]);
    // The picture is in the file once.
    const text = new TextDecoder('latin1').decode(bytes);
    expect(text.match(/\/Subtype \/Image/g)).toHaveLength(2);
    await expect(signed(bytes, signer, { fieldName: '乙', stamp: places })).rejects.toThrow(/骑缝/);
    expect(verdict(await signed(bytes, signer, { fieldName: '乙', stamp: { ...stamp, xMm: 30 } }))).toBe(
      'valid',
    );
  });

  it('five organs seal side by side', async () => {
    let bytes = pages();
    for (let i = 0; i < 5; i++) {
      bytes = await signed(bytes, signer, {
        fieldName: `印章${i + 1}`,
        stamp: { ...stamp, xMm: 5 + i * 40 },
      });
    }
    expect(verdict(bytes)).toBe('valid');
    expect(report(bytes).signatures).toHaveLength(5);
  });
});

describe('where a stamp stands', () => {
  it.each([
    [0, [283.465, 666.252, 402.52, 785.307]],
    [90, [56.693, 283.465, 175.748, 402.52]],
    [180, [192.48, 56.693, 311.535, 175.748]],
    [270, [419.252, 439.48, 538.307, 558.535]],
  ])('on a page shown turned by %i degrees', async (rotate, expected) => {
    const bytes = await signed(pages(1, { Rotate: rotate }), signer, { stamp: { ...stamp, yMm: 20 } });
    for (const [i, value] of rectOf(bytes, '印章1')!.entries()) {
      expect(value).toBeCloseTo(expected[i]!, 2);
    }
    expect(verdict(bytes)).toBe('valid');
  });

  it('on a page that is cropped', async () => {
    const bytes = await signed(pages(1, { CropBox: [100, 100, 500, 800] }), signer, { stamp });
    expect(rectOf(bytes, '印章1')![0]).toBeCloseTo(383.465, 2);
    expect(rectOf(bytes, '印章1')![3]).toBeCloseTo(233.071, 2);
  });
});

describe('files of others', () => {
  const catalog = { Type: pdfName('Catalog'), Pages: pdfRef(2) };
  const leaf = { Type: pdfName('Page'), Parent: pdfRef(2), MediaBox: [0, 0, 595, 842], Contents: pdfRef(4) };
  const tree = pdfDict({ Type: pdfName('Pages'), Kids: [pdfRef(3)], Count: 1 });
  const content = pdfStream(pdfDict({}), utf8('0 0 9 9 re f'));

  it('keep lists that are objects of their own where they are', async () => {
    const before = classicPdf([
      pdfDict({ ...catalog, AcroForm: pdfRef(5) }),
      tree,
      pdfDict({ ...leaf, Resources: pdfDict({}), Annots: pdfRef(6) }),
      content,
      pdfDict({ Fields: pdfRef(7) }),
      [],
      [],
    ]);
    const bytes = await signed(await signed(before, signer, { stamp }), signer, {
      fieldName: '乙',
      stamp: { ...stamp, xMm: 20 },
    });
    const file = readPdf(bytes);
    expect(file.catalog.get('AcroForm')).toEqual(pdfRef(5));
    expect(file.pages()[0]?.dict.get('Annots')).toEqual(pdfRef(6));
    expect((file.get(pdfRef(7)) as PdfObject[]).length).toBe(2);
    expect(verdict(bytes)).toBe('valid');
  });

  it('are refused in words where they cannot be signed safely', async () => {
    const plain = pdfDict({ ...leaf, Resources: pdfDict({}) });
    const xfa = classicPdf([
      pdfDict({ ...catalog, AcroForm: pdfDict({ Fields: [], XFA: pdfRef(4) }) }),
      tree,
      plain,
      content,
    ]);
    expect(() => preparePdfSignature(xfa, signing(signer))).toThrow(/XFA/);
    const encrypted = classicPdf([pdfDict(catalog), tree, plain, content], {
      Encrypt: pdfDict({ Filter: pdfName('Standard'), V: 1, R: 2 }),
    });
    expect(() => preparePdfSignature(encrypted, signing(signer))).toThrow(/加密/);
    const appended = new Uint8Array([...pages(), ...utf8('5 0 obj\n<</A 1>>\nendobj\n')]);
    expect(() => preparePdfSignature(appended, signing(signer))).toThrow(PdfError);
    expect(() => preparePdfSignature(utf8('not a pdf'), signing(signer))).toThrow(PdfError);
    expect(() => preparePdfSignature(pages(), signing(signer, { stamp: { ...stamp, page: 9 } }))).toThrow(
      RangeError,
    );
  });

  const samples = join(process.env.YIWEN_SAMPLES ?? '../shared/samples', 'pdf');
  it.skipIf(!existsSync(samples))(
    'of the samples take a seal, and their own signatures stay as they were',
    async () => {
      let sealed = 0;
      for (const name of readdirSync(samples).filter((one) => /^(ok|control|pdfa).*\.pdf$/.test(one))) {
        const before = new Uint8Array(readFileSync(join(samples, name)));
        const known = report(before);
        let after: Uint8Array;
        try {
          after = await signed(before, signer, {
            fieldName: '加盖',
            stamp: { ...stamp, xMm: 5, yMm: 5, widthMm: 10, heightMm: 10 },
          });
        } catch (error) {
          expect([name, (error as PdfError).code]).toEqual([name, 'pdf-not-signable']);
          continue;
        }
        sealed += 1;
        expect(after.subarray(0, before.length)).toEqual(before);
        const found = report(after);
        const own = found.signatures.find((one) => one.signer.includes('禾汀镇'));
        expect([name, own?.intact, own?.verdict]).toEqual([name, true, 'valid']);
        const others = found.signatures.filter((one) => one !== own);
        expect([name, ...others.map((one) => one.verdict)]).toEqual([
          name,
          ...known.signatures.map((one) => one.verdict),
        ]);
      }
      expect(sealed).toBeGreaterThan(6);
    },
  );
});

describe('signing with SM2', () => {
  const national = person('document', { algorithm: 'sm2-sm3' });

  it('holds in both containers, and the national one is for SM2 only', async () => {
    const clock = person('time', { algorithm: 'sm2-sm3' });
    expect(verdict(await signed(pages(), national, { stamp }, clock))).toBe('valid');
    expect(verdict(await signed(pages(), national, { stamp, national: true }))).toBe('valid');
    await expect(signed(pages(), signer, { national: true })).rejects.toThrow(RangeError);
  });
});

describe('certificates that come along', () => {
  it('need no root where the list believes the issuer', async () => {
    for (const chain of [[], signer.chain.slice(0, 1), signer.chain]) {
      expect(verdict(await signed(pages(), signer, { chain }))).toBe('valid');
    }
    expect(verdict(await signed(pages(), signer, { chain: [person().certificate] }))).toBe('valid');
  });
});

describe('two steps', () => {
  it('the same request gives the same bytes, certified and in many places as well', () => {
    const order = signing(signer, { certification: 3, stamp: [stamp, { ...stamp, page: 1 }] });
    expect(preparePdfSignature(pages(2), order)).toEqual(preparePdfSignature(pages(2), order));
  });

  it('a value larger than its room is refused', async () => {
    await expect(signed(pages(), signer, { contentsBytes: 500 })).rejects.toThrow(/预留的空间/);
  });
});

describe('a field somebody fills by himself', () => {
  it('cannot show another picture while it holds no signature', async () => {
    const bytes = await signed(addSignatureFields(pages(), [{ name: '空', box }]), signer, {
      fieldName: '甲',
    });
    const file = readPdf(bytes);
    const field = signatureFields(file).fields.find(({ name }) => name === '空')!;
    const cover = pdfStream(
      pdfDict({ Type: pdfName('XObject'), Subtype: pdfName('Form'), BBox: [0, 0, 9, 9] }),
      utf8('1 g 0 0 9 9 re f'),
    );
    const change = (more: Record<string, PdfObject>) =>
      appendRevision(file, {
        objects: [
          { num: field.ref!.num, value: new Map([...field.dict, ...pdfDict(more)]) },
          { num: 90, value: cover },
        ],
      }).bytes;
    expect(verdict(change({ AP: pdfDict({ N: pdfRef(90) }) }))).toBe('changed-after-signing');
    expect(verdict(change({ V: pdfText('x'), AP: pdfDict({ N: pdfRef(90) }) }))).toBe(
      'changed-after-signing',
    );
  });
});
