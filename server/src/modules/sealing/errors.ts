import { declareErrors } from '../../platform/errors/index.ts';

// Refusals of sealing: each says what to do instead.
declareErrors({
  'sealing.no-seal': {
    status: 409,
    zh: '本机关还没有可用的电子印章，没有用印。',
    en: 'This organ has no usable seal. Nothing was sealed.',
    remedy: {
      zh: '请在“印章”页申请刻制：经负责人批准、安全管理员制作、办公室备案后即可使用。',
      en: 'Apply for one on the seals page; it is approved by the leader, made by the security administrator and put on record.',
    },
  },
  'sealing.not-approved': {
    status: 409,
    zh: '这一版文稿还没有签发，不能用印。',
    en: 'This version has not been approved, so it cannot be sealed.',
    remedy: { zh: '请退回签发人签发这一版。', en: 'Return it to the signer to approve this version.' },
  },
  'sealing.under-way': {
    status: 409,
    zh: '用印已经提交，正在盖章，请稍候。',
    en: 'Sealing has been requested and is under way.',
  },
  'sealing.seal-exists': {
    status: 409,
    zh: '本机关已有（或正在办理）同样的印章，没有另外申请。',
    en: 'This organ has, or is about to have, the same seal already.',
    remedy: { zh: '要换新章，请在旧章的页面选“换发”。', en: 'To renew it, choose “reissue” on its page.' },
  },
  'sealing.seal-unknown': { status: 404, zh: '本机关没有这枚印章。', en: 'This organ has no such seal.' },
  'sealing.not-in-use': {
    status: 409,
    zh: '这枚印章现在不能使用：没有备案、已停用、已到期、已撤销或已销毁。没有用印。',
    en: 'This seal cannot be used now: not on record, suspended, expired, revoked or destroyed. Nothing was sealed.',
    remedy: {
      zh: '请在“印章”页看它的状态：停用的由负责人恢复，到期或撤销的申请换发。',
      en: 'See its state on the seals page: the leader resumes a suspended one; reissue one that has ended.',
    },
  },
  'sealing.verb-not-now': {
    status: 409,
    zh: '印章现在的状态不能这样办。',
    en: 'This cannot be done to the seal in its present state.',
    remedy: {
      zh: '请刷新页面，按页面上写的下一步办理。',
      en: 'Reload the page and follow the next step named there.',
    },
  },
  'sealing.same-hands': {
    status: 409,
    zh: '前一步是您本人办的，这一步必须由另一个人办。',
    en: 'You did the step before; this one must be done by somebody else.',
    remedy: { zh: '请由同样职责的其他人员办理。', en: 'Ask another person with this duty.' },
  },
  'sealing.rule-keeper-approves': {
    status: 422,
    zh: '印章保管人不能审批自己保管的印章。',
    en: 'The keeper of a seal cannot approve its use.',
    remedy: { zh: '请把保管岗位和审批岗位分开。', en: 'Name different posts for keeping and approving.' },
  },
  'sealing.rule-keeper-unknown': {
    status: 422,
    zh: '没有这个保管岗位（签名章由本人保管，不设保管岗位）。',
    en: 'No such post to keep the seal (a personal seal is kept by its owner).',
    remedy: { zh: '请选一个有人的办公岗位作保管岗位。', en: 'Choose an office post that somebody holds.' },
  },
  'sealing.rule-nobody-approves': {
    status: 422,
    zh: '按这条规则没有人可以审批用印。',
    en: 'Under this rule nobody could approve a use.',
    remedy: {
      zh: '请至少指定一个有人的审批岗位或职责。',
      en: 'Name at least one post or role that somebody holds.',
    },
  },
  'sealing.purpose-missing': {
    status: 422,
    zh: '业务专用章要写明专用名称（例如：财务专用章）；其他印章不写。',
    en: 'A special-purpose seal needs the name of its purpose; other seals have none.',
  },
  'sealing.owner-unknown': {
    status: 422,
    zh: '签名章要指定本机关的一个人；其他印章不指定。',
    en: 'A personal seal needs a person of this organ; other seals have none.',
  },
  'sealing.not-keeper': {
    status: 403,
    zh: '您不是这枚印章的保管人，不能盖章。',
    en: 'You do not keep this seal and cannot apply it.',
    remedy: {
      zh: '请转给保管人办理；保管岗位变了，请负责人在印章页修改用印规则。',
      en: 'Pass it to the keeper; if the keeper changed, the leader amends the rule on the seal’s page.',
    },
  },
  'sealing.not-owner': {
    status: 403,
    zh: '签名章只能由本人使用，不能代用。',
    en: 'A personal seal is used by its owner only; nobody can stand in.',
    remedy: { zh: '请转给签名章所有人本人办理。', en: 'Pass it to the owner of the seal.' },
  },
  'sealing.not-an-approver': {
    status: 403,
    zh: '按这枚印章的用印规则，您不能审批它的使用。',
    en: 'Under the rule of this seal you cannot approve its use.',
    remedy: { zh: '请转请规则指定的审批人。', en: 'Pass it to an approver named by the rule.' },
  },
  'sealing.own-approval': {
    status: 403,
    zh: '保管人和申请人不能审批自己经手的用印。',
    en: 'Neither the keeper nor the applicant can approve this use.',
    remedy: { zh: '请转请另一位审批人。', en: 'Pass it to another approver.' },
  },
  'sealing.section-not-allowed': {
    status: 403,
    zh: '按用印规则，起草或申请的岗位没有使用这枚印章的权限。',
    en: 'Under the rule of this seal, the post that drafted or applies may not have it used.',
    remedy: {
      zh: '请由有权限的内设机构申请，或请负责人修改用印规则。',
      en: 'Let a section with the right apply, or ask the leader to amend the rule.',
    },
  },
  'sealing.kind-not-allowed': {
    status: 409,
    zh: '按用印规则，这枚印章不用于这种文种或版式。',
    en: 'Under its rule this seal does not go on this kind of document.',
    remedy: {
      zh: '请换用合适的印章，或请负责人修改用印规则。',
      en: 'Use another seal or ask the leader to amend the rule.',
    },
  },
  'sealing.needs-application': {
    status: 409,
    zh: '签发人不在这枚印章的审批人之列（或规则要求另行审批），不能直接用印。',
    en: 'The signer is not among the approvers of this seal, or its rule asks for a separate approval.',
    remedy: {
      zh: '请在“印章—用印申请”里为这件公文提交申请，批准后再用印。',
      en: 'Apply for this document under “applications to seal”; seal it when approved.',
    },
  },
  'sealing.files-not-allowed': {
    status: 409,
    zh: '按用印规则，这枚印章只用于本系统办理的公文，不对外来文件用印。',
    en: 'Under its rule this seal goes on documents of this office only, not on other files.',
    remedy: {
      zh: '请选可以对文件用印的印章，或请负责人修改用印规则。',
      en: 'Choose another seal or ask the leader to amend the rule.',
    },
  },
  'sealing.file-not-usable': {
    status: 422,
    zh: '这个文件不能用印：找不到，不是 PDF 或 OFD，或已有签名、印章。',
    en: 'This file cannot be sealed: unknown, neither PDF nor OFD, or already signed or sealed.',
    remedy: {
      zh: '请上传还没有签章的 PDF 或 OFD 文件。',
      en: 'Upload a PDF or OFD that carries no signature.',
    },
  },
  'sealing.application-unknown': {
    status: 404,
    zh: '没有这份用印申请。',
    en: 'There is no such application to seal.',
  },
  'sealing.application-unapproved': {
    status: 409,
    zh: '用印申请还没有批准，或批准后内容已变，不能用印。',
    en: 'The application is not approved, or what it names has changed since.',
    remedy: { zh: '请等审批人同意，或重新申请。', en: 'Wait for the approval or apply again.' },
  },
  'sealing.in-the-document': {
    status: 409,
    zh: '这份申请是为一件公文办的，请在那件公文的“用印”步骤盖章。',
    en: 'This application is for a document: seal it at the document’s own sealing step.',
  },
});
