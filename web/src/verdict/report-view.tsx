import type { Report, SignatureReport } from '../api/index.ts';
import { Note, paperDate } from '../design/index.ts';
import { say, useWords } from '../words/index.ts';

/** How a verdict is shown: only `valid` is good; what is merely unproved is a warning, a fault is bad. */
function toneOf(verdict: string): 'ok' | 'warn' | 'bad' {
  if (verdict === 'valid') {
    return 'ok';
  }
  return ['intact-untrusted', 'partly-covered', 'unsigned'].includes(verdict) ? 'warn' : 'bad';
}

/** How one signature is shown: good only when it is whole, believed, and covers everything. */
export function signatureTone({ intact, trust, covers }: SignatureReport): 'ok' | 'warn' | 'bad' {
  if (!intact || trust === 'bad') {
    return 'bad';
  }
  return trust === 'trusted' && covers === 'all' ? 'ok' : 'warn';
}

/** The verdict as one sentence. */
export function VerdictNote({ report }: { report: Report }) {
  const tone = toneOf(report.verdict);
  return (
    <Note look={tone}>
      <p className="strong">
        <span aria-hidden="true">{{ ok: '✓', warn: '▲', bad: '✕' }[tone]} </span>
        {say(report.sentence)}
      </p>
    </Note>
  );
}

/** The report of the verifier in plain words; details folded. */
export function ReportView({ report }: { report: Report }) {
  const words = useWords();
  return (
    <>
      <VerdictNote report={report} />
      {report.signatures.map((signature) => (
        <SignatureView
          key={`${signature.signer}${signature.time ?? ''}${signature.kind}`}
          signature={signature}
        />
      ))}
      {report.doesNotProve.length > 0 ? (
        <details>
          <summary>{words.trust.not}</summary>
          <ul className="bullets">
            {report.doesNotProve.map((sentence) => (
              <li key={sentence.zh}>{say(sentence)}</li>
            ))}
          </ul>
        </details>
      ) : null}
      {report.findings.length > 0 ? (
        <details>
          <summary>
            {words.trust.details}（{report.findings.length}）
          </summary>
          <ul className="bullets small">
            {report.findings.map((finding) => (
              <li key={`${finding.code}${finding.place ?? ''}${finding.message}`}>{finding.message}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

/** What the report says about one signature: whose, when, and whether it holds. */
export function SignatureView({ signature }: { signature: SignatureReport }) {
  const words = useWords();
  return (
    <dl className="facts">
      <dt>{signature.kind === 'seal' ? words.trust.seal : words.trust.signature}</dt>
      <dd>{signature.sealName ?? signature.signer}</dd>
      <dt>{words.trust.by}</dt>
      <dd>{signature.signer}</dd>
      {signature.time ? (
        <>
          <dt>{words.trust.time}</dt>
          <dd>
            {paperDate(signature.time)}{' '}
            <span className="muted small">
              {signature.timeSource === 'timestamp' ? words.trust.stamped : words.trust.claimed}
            </span>
          </dd>
        </>
      ) : null}
      <dt>{words.trust.verdict}</dt>
      <dd>
        <ul>
          <li>
            {signature.intact ? '✓ ' : '✕ '}
            {signature.intact ? words.trust.intact : words.trust.broken}
          </li>
          <li>
            {signature.covers === 'all' ? '✓ ' : '▲ '}
            {signature.covers === 'all' ? words.trust.coversAll : words.trust.coversPart}
          </li>
          <li>
            {signature.trust === 'trusted' ? '✓ ' : signature.trust === 'untrusted' ? '▲ ' : '✕ '}
            {
              {
                trusted: words.trust.trusted,
                untrusted: words.trust.untrusted,
                bad: words.trust.badCert,
              }[signature.trust]
            }
          </li>
        </ul>
      </dd>
    </dl>
  );
}
