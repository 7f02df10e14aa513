/**
 * The 行文规则 that data alone can check (条例 art. 13–17, official-documents §1.3). Findings, all at once: `error`
 * stops 送审核, `warning` is shown. What needs judgement stays with 审核.
 */

import type { Finding } from '@yiwen/formats';
import { countCharacters, type DocumentContent } from './content.ts';
import { documentKindOf, isUpward } from './document-kinds.ts';

/** 2024 rules on easing the burden: documents of localities and departments. */
const MOST_CHARACTERS = 5000;

const REQUEST_INSIDE =
  /妥否，?请(?:予)?(?:批示|审批|批复)|特此请示|请(?:予|予以)?(?:批准|批复|审批)|(?:恳请|特请|请求)[^。；]{0,40}(?:拨付|安排|解决|增拨|补助)/u;
const PERSON_ADDRESSED = /(?:书记|县长|市长|镇长|乡长|局长|主任|主席|同志)$/u;

/** Everything that speaks against a draft. Places are part ids. */
export function checkDraft(content: DocumentContent): Finding[] {
  return [...checkHead(content), ...checkReceivers(content), ...checkUpward(content), ...checkBody(content)];
}

function finding(severity: Finding['severity'], code: string, place: string, message: string): Finding {
  return { severity, code, place, message };
}

function checkHead({ kind, form, fields }: DocumentContent): Finding[] {
  const findings: Finding[] = [];
  const title = fields.title.replaceAll('\n', '');
  if (documentKindOf(kind) === undefined) {
    findings.push(finding('error', 'kind-unknown', 'kind', `“${kind}”不是法定文种（条例第八条）`));
  }
  if (fields.organMark.length === 0) {
    findings.push(finding('error', 'organ-mark-missing', 'organMark', '缺少发文机关标志'));
  }
  if (title === '' && form !== '命令' && form !== '纪要') {
    findings.push(finding('error', 'title-missing', 'title', '缺少标题'));
  }
  if (title !== '' && !title.endsWith(kind) && kind !== '命令') {
    findings.push(finding('warning', 'title-without-kind', 'title', `标题没有以文种“${kind}”结尾`));
  }
  if (/[。，、；：！？.,;:!?]$/u.test(title)) {
    findings.push(finding('warning', 'title-ends-with-mark', 'title', '标题末尾一般不用标点'));
  }
  if (fields.signature.length === 0 && form !== '纪要') {
    findings.push(finding('warning', 'signature-missing', 'signature', '没有发文机关署名'));
  }
  return findings;
}

function checkReceivers({ kind, fields }: DocumentContent): Finding[] {
  const findings: Finding[] = [];
  const known = documentKindOf(kind);
  if (known?.mainReceivers === 'required' && fields.mainReceivers === '') {
    findings.push(finding('error', 'main-receivers-missing', 'mainReceivers', `${kind}必须有主送机关`));
  }
  const receivers = fields.mainReceivers.split(/[，,、；;]/u).filter((name) => name !== '');
  if (kind === '请示' && receivers.length > 1) {
    findings.push(
      finding(
        'error',
        'request-to-several',
        'mainReceivers',
        '请示只写一个主送机关，不得多头主送（第十五条）',
      ),
    );
  }
  if (receivers.some((name) => PERSON_ADDRESSED.test(name))) {
    findings.push(
      finding(
        'warning',
        'addressed-to-a-person',
        'mainReceivers',
        '除领导同志直接交办的事项外，不向领导者个人报送公文',
      ),
    );
  }
  return findings;
}

function checkUpward({ kind, form, fields }: DocumentContent): Finding[] {
  if (!isUpward(kind, form)) {
    return [];
  }
  const findings: Finding[] = [];
  if (form !== '上行') {
    findings.push(
      finding('error', 'upward-form-missing', 'form', `${kind}是上行文，须用标注签发人的上行版式（第九条）`),
    );
  }
  if (kind === '请示' && !/联系/u.test(fields.note ?? '')) {
    findings.push(finding('warning', 'contact-missing', 'note', '请示应在附注处注明联系人和联系电话'));
  }
  if (fields.mainReceivers.split(/[，,、；;]/u).length > 1 && kind !== '请示') {
    findings.push(
      finding('warning', 'upward-to-several', 'mainReceivers', '上行文原则上主送一个上级机关，其他用抄送'),
    );
  }
  return findings;
}

function checkBody({ kind, body, attachments, fields }: DocumentContent): Finding[] {
  const findings: Finding[] = [];
  if (!body.some((one) => one.text.trim() !== '' || (one.rows ?? []).length > 0)) {
    findings.push(finding('error', 'body-missing', 'body', '正文是空的'));
  }
  if (kind === '报告') {
    for (const one of body.filter((candidate) => REQUEST_INSIDE.test(candidate.text))) {
      findings.push(
        finding('error', 'request-in-report', one.id, '报告中不得夹带请示事项，请改用请示报送（第十五条）'),
      );
    }
  }
  if (countCharacters(body) > MOST_CHARACTERS) {
    findings.push(
      finding('warning', 'too-long', 'body', `正文超过${MOST_CHARACTERS}字，请压缩（整治形式主义若干规定）`),
    );
  }
  if (attachments.length > 0 && fields.title === '') {
    findings.push(finding('warning', 'attachments-without-title', 'attachments', '有附件而没有标题'));
  }
  return findings;
}
