import { declareErrors } from '../../platform/errors/index.ts';

// Refusals of the authority.
declareErrors({
  'authority.bad-request': {
    status: 400,
    zh: '证书请求无法读取，或不是由所申请的密钥签署的。',
    en: 'The certificate request cannot be read, or is not signed by the key to be certified.',
  },
  'authority.outside': {
    status: 409,
    zh: '本机关的证书由外部机构签发，不能当场签发。',
    en: 'Certificates of this organ come from an outside authority and cannot be issued at once.',
    remedy: {
      zh: '请在“证书”页下载证书请求，送签发机构，再导入签发的证书。',
      en: 'Download the request on the certificates page, have it certified, and import the certificate.',
    },
  },
  'authority.unknown-request': {
    status: 404,
    zh: '没有这份证书请求。',
    en: 'There is no such certificate request.',
  },
  'authority.already-answered': {
    status: 409,
    zh: '这份请求的证书已经导入，没有改动。',
    en: 'The certificate for this request has been imported already. Nothing was changed.',
  },
  'authority.bad-certificate': {
    status: 400,
    zh: '这个文件不是证书（应为 PEM 或 DER），没有导入。',
    en: 'This file holds no certificate (PEM or DER). Nothing was imported.',
  },
  'authority.other-key': {
    status: 422,
    zh: '这张证书不是为这份请求签发的：公钥不同，没有导入。',
    en: 'This certificate was not issued for this request: it has another public key. Nothing was imported.',
    remedy: {
      zh: '请核对是否选错了文件，或请签发机构按这份请求重新签发。',
      en: 'Check the file, or have the authority issue it for this very request.',
    },
  },
  'authority.not-believed': {
    status: 422,
    zh: '这张证书追溯不到本单位信任的机构，或不在有效期、用途不符，没有导入。',
    en: 'This certificate does not lead to an authority this office believes, or is not valid for this use now. Nothing was imported.',
    remedy: {
      zh: '请连同上级证书一起导入；签发机构的证书应放在信任目录里。',
      en: 'Import it with the certificates above it; the authority belongs in the trust folder.',
    },
  },
});
