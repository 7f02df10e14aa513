import { declareErrors } from '../platform/errors/index.ts';

// Refusals of signing devices. Nothing is lost: what was to be signed waits and is asked for again.
declareErrors({
  'signer.library-missing': {
    status: 503,
    zh: '没有安装密码机接口（pkcs11js），或厂家的 PKCS#11 库打不开。',
    en: 'The PKCS#11 package (pkcs11js) is not installed, or the maker’s library does not load.',
    remedy: {
      zh: '请运行 npm ci，并核对设置里的库文件路径；yiwen doctor 会说明缺什么。',
      en: 'Run npm ci and check the library path in the settings; `yiwen doctor` tells what is missing.',
    },
  },
  'signer.token-missing': {
    status: 503,
    zh: '没有找到签名用的密码设备，或口令（PIN）不对。',
    en: 'The token is not there, or its PIN is wrong.',
  },
  'signer.key-missing': {
    status: 503,
    zh: '密码设备里没有这个密钥。',
    en: 'The token has no key of this name.',
  },
  'signer.key-differs': {
    status: 503,
    zh: '密码设备签出的值与证书不符：密钥与证书不是一对。',
    en: 'What the device signs does not fit the certificate: key and certificate do not belong together.',
  },
  'signer.device-silent': {
    status: 503,
    zh: '密码设备没有在规定时间内答复。',
    en: 'The device did not answer in time.',
  },
  'signer.device-failed': {
    status: 503,
    zh: '密码设备答复出错，没有签名。',
    en: 'The device answered with a fault; nothing was signed.',
  },
  'signer.too-large': {
    status: 400,
    zh: '要签的内容超过设备接口的上限。',
    en: 'What is to be signed is larger than the device interface takes.',
  },
});
