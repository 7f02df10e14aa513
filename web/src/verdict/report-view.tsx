import type { Report, SignatureReport } from '../api/index.ts';
import { Note, paperDate } from '../design/index.ts';
import { say, useWords } from '../words/index.ts';

type Tone = 'ok' | 'warn' | 'bad';

const SIGNS: Record<Tone, string> = { ok: '✓', warn: '▲', bad: '✕' };

/** What is merely unproved or no longer the newest; everything else but `valid` is a fault. */
const WARNINGS = [
  'valid-superseded',
  'intact-untrusted',
  'intact-time-unproven',
  'partly-covered',
  'unsigned',
];

/** How a verdict is shown: only `valid` is good; what is merely unproved is a warning, a fault is bad. */
function toneOf(verdict: string): Tone {
  if (verdict === 'valid') {
    return 'ok';
  }
  return WARNINGS.includes(verdict) ? 'warn' : 'bad';
}

/** How one signature is shown: by its own verdict; without one, good only when whole, believed, and over everything. */
export function signatureTone({ verdict, intact, trust, covers }: SignatureReport): Tone {
  if (verdict !== undefined) {
    return toneOf(verdict);
  }
  if (!intact || trust === 'bad') {
    return 'bad';
  }
  return trust === 'trusted' && covers === 'all' ? 'ok' : 'warn';
}

/** The verdict in a few words, and as one sentence. */
export function VerdictNote({ report }: { report: Report }) {
  const words = useWords();
  const tone = toneOf(report.verdict);
  return (
    <Note look={tone}>
      <p className="strong">
        <span aria-hidden="true">{SIGNS[tone]} </span>
        {words.trust.verdicts[report.verdict] ?? report.verdict}
      </p>
      <p>{say(report.sentence)}</p>
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

type TrustWords = ReturnType<typeof useWords>['trust'];

/** Each question about a signature as a line of its own: a good answer never makes up for a bad one. */
function linesOf(signature: SignatureReport, words: TrustWords): { tone: Tone; text: string }[] {
  const { answers, intact, covers, trust, verdict } = signature;
  const integrity = answers?.integrity ?? (intact ? 'good' : 'bad');
  const lines: { tone: Tone; text: string }[] = [
    {
      good: { tone: 'ok' as const, text: words.intact },
      doubtful: { tone: 'warn' as const, text: words.filled },
      bad: { tone: 'bad' as const, text: words.broken },
      none: { tone: 'warn' as const, text: words.broken },
    }[integrity],
  ];
  if (answers !== undefined && answers.seal !== 'none') {
    lines.push(
      {
        good: { tone: 'ok' as const, text: words.sealGood },
        doubtful: { tone: 'warn' as const, text: words.sealDoubtful },
        bad: { tone: 'bad' as const, text: words.sealBad },
      }[answers.seal],
    );
  }
  lines.push(
    covers === 'all' ? { tone: 'ok', text: words.coversAll } : { tone: 'warn', text: words.coversPart },
    {
      trusted: { tone: 'ok' as const, text: words.trusted },
      untrusted: { tone: 'warn' as const, text: words.untrusted },
      bad: { tone: 'bad' as const, text: words.badCert },
    }[trust],
  );
  if (verdict === 'intact-time-unproven') {
    lines.push({ tone: 'warn', text: words.timeUnproven });
  }
  return lines;
}

/** What the report says about one signature: whose, when, and whether it holds. */
export function SignatureView({ signature }: { signature: SignatureReport }) {
  const words = useWords();
  const { trust } = words;
  return (
    <dl className="facts">
      <dt>
        {{ seal: trust.seal, signature: trust.signature, 'time-stamp': trust.timeStamp }[signature.kind]}
      </dt>
      <dd>{signature.sealName ?? signature.signer}</dd>
      <dt>{trust.by}</dt>
      <dd>{signature.signer}</dd>
      {signature.time ? (
        <>
          <dt>{trust.time}</dt>
          <dd>
            {paperDate(signature.time)}{' '}
            <span className="muted small">
              {signature.timeSource === 'timestamp' ? trust.stamped : trust.claimed}
            </span>
          </dd>
        </>
      ) : null}
      <dt>{trust.verdict}</dt>
      <dd>
        <ul>
          {linesOf(signature, trust).map(({ tone, text }) => (
            <li key={text}>
              {SIGNS[tone]} {text}
            </li>
          ))}
        </ul>
      </dd>
    </dl>
  );
}
