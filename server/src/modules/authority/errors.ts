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
});
