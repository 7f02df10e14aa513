import type { PdfFile } from '../../../pdf/index.ts';
import type { Notes } from '../notes.ts';

const signaturesExist = 1;

/** A converted file is no longer the signed one: said whenever the form tells of signatures (12.7.2, SigFlags). */
export function noteSignatures(file: PdfFile, notes: Notes): void {
  const form = file.dict(file.catalog, 'AcroForm');
  if (form === undefined) {
    return;
  }
  if (((file.number(form, 'SigFlags') ?? 0) & signaturesExist) !== 0 || file.catalog.has('Perms')) {
    notes.add('convert-signature', 'warning', 'PDF 的数字签名不能带入 OFD，只转换其外观');
  }
  if (form.has('XFA')) {
    notes.add('convert-xfa', 'warning', 'PDF 使用 XFA 动态表单，只转换其静态页面');
  }
  notes.add('convert-form', 'info', 'PDF 表单的栏目只转换其显示的值');
}
