/**
 * Signatures in the archive (GB/T 42133 6.13): kept whole, or made plain ("去技术化"): what a seal looked like and
 * who signed what and when stay as an annotation, the signature's files go.
 */
import type { BoxMm } from '../../drawing/index.ts';
import type { AnnotationSpec, ImageSpec, PageObjectSpec } from '../model/build-types.ts';
import type { OfdDocument, OfdSignature } from '../model/read-types.ts';

/** What a checked signature said; whoever verifies knows it (trust), this package does not. */
export type SignatureFacts = {
  readonly signer: string;
  /** Serial number of the signer's certificate. */
  readonly certificate?: string;
  readonly time?: string;
  /** Digest of the document that was signed. */
  readonly digest?: string;
  /** The seal's picture, PNG, JPEG or BMP. */
  readonly picture?: { readonly format: 'PNG' | 'JPEG' | 'BMP'; readonly bytes: Uint8Array };
};

type StampPage = { readonly page: number; readonly annotations: AnnotationSpec[] };

/** Annotations for all signatures, and the pictures they show. `today` is the date they are made. */
export function plainSignatures(
  document: OfdDocument,
  factsOf: (signature: OfdSignature) => SignatureFacts | undefined,
  today: string,
): { images: ImageSpec[]; annotations: StampPage[] } {
  const images: ImageSpec[] = [];
  const annotations: StampPage[] = [];
  const pages = document.docs[0]?.pages ?? [];
  for (const [index, signature] of (document.docs[0]?.signatures ?? []).entries()) {
    const facts = factsOf(signature);
    const key = `seal${index}`;
    if (facts?.picture) {
      images.push({ key, ...facts.picture });
    }
    const stamps = signature.stamps.flatMap((stamp) => {
      const page = pages.findIndex(({ id }) => id === stamp.pageRef);
      return page < 0 || !stamp.boundary ? [] : [{ page, boundary: stamp.boundary, clip: stamp.clip }];
    });
    // a signature without a stamp is told of on the first page, with nothing to see
    const shown = stamps.length > 0 ? stamps : [{ page: 0, boundary: nowhere, clip: undefined }];
    for (const { page, boundary, clip } of shown) {
      const picture = facts?.picture && stamps.length > 0 ? pictureOf(key, boundary, clip) : undefined;
      annotations.push({
        page,
        annotations: [
          {
            type: 'Stamp',
            subtype: signature.type === 'Seal' ? '签章' : '签名',
            creator: facts?.signer ?? signature.provider.name,
            lastModDate: today,
            noZoom: true,
            noRotate: true,
            readOnly: true,
            parameters: parametersOf(signature, facts),
            boundary,
            objects: picture ? [picture] : [],
          },
        ],
      });
    }
  }
  return { images, annotations };
}

const nowhere: BoxMm = { xMm: 0, yMm: 0, widthMm: 0, heightMm: 0 };

function parametersOf(signature: OfdSignature, facts: SignatureFacts | undefined) {
  const who = signature.type === 'Seal' ? '签章人' : '签名人';
  const values = {
    [who]: facts?.signer,
    证书编号: facts?.certificate,
    签名时间: facts?.time ?? signature.signatureDateTime,
    文档摘要: facts?.digest,
    签名方法: signature.signatureMethod,
  };
  return Object.entries(values).flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

/** The picture fills the stamp's box; a part of a riding seal shows through its clip. */
function pictureOf(image: string, boundary: BoxMm, clip: BoxMm | undefined): PageObjectSpec {
  const { xMm, yMm, widthMm, heightMm } = boundary;
  const object = {
    kind: 'image',
    image,
    ctm: [widthMm, 0, 0, heightMm, xMm, yMm],
    boundary,
  } as const;
  const whole =
    !clip ||
    (clip.xMm <= 0 &&
      clip.yMm <= 0 &&
      clip.xMm + clip.widthMm >= widthMm &&
      clip.yMm + clip.heightMm >= heightMm);
  if (whole || !clip) {
    return object;
  }
  const [left, top] = [xMm + clip.xMm, yMm + clip.yMm];
  const [right, bottom] = [left + clip.widthMm, top + clip.heightMm];
  return {
    ...object,
    clips: [[['M', left, top], ['L', right, top], ['L', right, bottom], ['L', left, bottom], ['C']]],
  };
}
