/** May this file be signed so? Whoever signed before has set limits, and a signature that breaks them makes theirs void. */
import {
  certificationLevel,
  isLockedField,
  PdfError,
  type PdfFile,
  type SignatureField,
  signatureLock,
} from '@yiwen/formats/pdf';
import { refuseUnsafe } from './pdf-fields.ts';

/** The signature to be made. `isVisible`: it shows something; `isRiding`: in more places than one. */
export type IntendedSignature = {
  fieldName: string;
  isCertification: boolean;
  isVisible: boolean;
  isRiding: boolean;
};

function refuse(why: string): never {
  throw new PdfError('pdf-not-signable', why);
}

/** Refuses in words (PdfError `pdf-not-signable`) what would break a signature that is there, or the file. */
export function refuseUnsignable(
  file: PdfFile,
  fields: readonly SignatureField[],
  intended: IntendedSignature,
): void {
  refuseUnsafe(file);
  const signed = fields.filter(({ signature }) => signature !== undefined);
  const target = fields.find(({ name }) => name === intended.fieldName);
  if (target?.signature !== undefined) {
    refuse(`签名域“${intended.fieldName}”已经签过`);
  }
  if (intended.isCertification && signed.length > 0) {
    refuse('文件已有签名；认证签名只能是第一个');
  }
  if (intended.isRiding && signed.length > 0) {
    refuse('文件已有签名，再添加一处以上的印迹会使先前的签名失效；骑缝等多处印迹须由第一个签名加盖');
  }
  for (const { name, signature } of signed) {
    const level = signature && certificationLevel(file, signature);
    if (level === 1) {
      refuse(`认证签名“${name}”不允许之后再有签名`);
    }
    if (level !== undefined && target === undefined && intended.isVisible) {
      refuse(`文件已由“${name}”认证，只能在事先留好的签名域里签署`);
    }
    const lock = signature && signatureLock(file, signature);
    if (lock !== undefined && target !== undefined && isLockedField(lock, intended.fieldName)) {
      refuse(`签名域“${intended.fieldName}”已被“${name}”的签名锁定`);
    }
  }
}
