import { declareErrors } from '../../platform/errors/index.ts';

// Refusals of documents.
declareErrors({
  'documents.secret-refused': {
    status: 422,
    zh: '内容标有密级。本系统不得处理国家秘密，已拒绝，什么都没有保存。',
    en: 'The content is marked as a state secret. It was refused and nothing was stored.',
    remedy: {
      zh: '请立即停止在本机处理，改走机要渠道，并告知保密管理人员。',
      en: 'Stop handling it here, use the classified channel, and tell your secrecy officer.',
    },
    reportable: true,
  },
  'documents.draft-unknown': { status: 404, zh: '没有找到这份文稿。', en: 'There is no such draft.' },
  'documents.draft-not-yours': {
    status: 403,
    zh: '现在不由您修改文稿。',
    en: 'The draft is not yours to edit now.',
    remedy: {
      zh: '只有起草（或复核订正）的承办人可以修改。',
      en: 'Only the holder of the draft step may edit it.',
    },
  },
  'documents.draft-stale': {
    status: 409,
    zh: '文稿在别处已被修改，您的这次保存没有写入。',
    en: 'The draft was changed elsewhere. Your text was not saved.',
    remedy: { zh: '请对照两份文字，合并后再保存。', en: 'Compare both texts, merge them, then save again.' },
  },
  'documents.draft-not-ready': {
    status: 422,
    zh: '文稿还有必须改正的问题，不能送审。',
    en: 'The draft has faults that must be corrected first.',
  },
  'documents.already-submitted': {
    status: 409,
    zh: '文稿已经送审过，不能删除；可以说明理由作废。',
    en: 'A draft that was submitted cannot be deleted. It can be discarded with a reason.',
  },
  'documents.nothing-changed': {
    status: 409,
    zh: '文字没有变化，不需要订正。',
    en: 'Nothing was changed.',
  },
  'documents.not-a-slip': {
    status: 422,
    zh: '这处改动不是文字订正：涉及数字、否定词、机关名称或超出几个字。',
    en: 'This is more than a slip: it touches figures, negations, organs, or more than a few characters.',
    remedy: {
      zh: '请标为“实质修改”，并退回签发人确认。',
      en: 'Mark it as a substantive change and return it to the signer.',
    },
  },
  'documents.version-moved': {
    status: 409,
    zh: '您看的不是最新版本，这次操作没有执行。',
    en: 'You looked at an older version. Nothing was done.',
    remedy: { zh: '请看新版本后再办理。', en: 'Look at the new version, then act again.' },
  },
  'documents.not-the-signed-version': {
    status: 409,
    zh: '现在的文稿与签发的版本有实质不同，不能通过复核。',
    en: 'The document differs in substance from the version that was signed.',
    remedy: {
      zh: '请退回原签发人，由其确认修改之处。',
      en: 'Return it to the signer to confirm the difference.',
    },
  },
  'documents.principal-leader-only': {
    status: 403,
    zh: '上行文须由主要负责人本人签发，不能由他人或受委托人签发。',
    en: 'A document to a superior is signed by the principal leader in person.',
    remedy: { zh: '请转请主要负责人签发。', en: 'Pass it to the principal leader.' },
  },
  'documents.receiver-refused': {
    status: 422,
    zh: '分送范围不符合行文规则。',
    en: 'The distribution breaks a rule on whom one may write to.',
  },
  'documents.number-code-missing': {
    status: 422,
    zh: '没有机关代字，不能编号。',
    en: 'There is no agency code to number under.',
    remedy: { zh: '请在文稿里填写发文字号的机关代字。', en: 'Give the agency code in the draft.' },
  },
  'documents.file-unknown': { status: 404, zh: '没有找到这个文件。', en: 'There is no such file.' },
  'documents.file-too-large': { status: 413, zh: '文件太大。', en: 'The file is too large.' },
  'documents.file-unreadable': {
    status: 422,
    zh: '文件打不开或读取超时，没有保存。',
    en: 'The file cannot be read, or reading took too long. Nothing was stored.',
  },
  'documents.page-unknown': { status: 404, zh: '没有这一页。', en: 'There is no such page.' },
  'documents.cannot-set': {
    status: 422,
    zh: '这份文稿排不出版面。',
    en: 'This document cannot be laid out.',
  },
  'documents.no-document': {
    status: 404,
    zh: '这件事不是公文，没有文稿页面。',
    en: 'This matter is no document and has no pages.',
    remedy: {
      zh: '请到它自己的页面查看（例如：用印申请）。',
      en: 'Look at its own page, e.g. under applications to seal.',
    },
  },
});
