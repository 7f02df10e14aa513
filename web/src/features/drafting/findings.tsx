import type { Finding } from '../../api/index.ts';
import { useDraftWords } from './use-draft-words.ts';

/** What speaks against the draft by rule: what must be mended before it can go, and what to think about. */
export function Findings({ findings }: { findings: Finding[] }) {
  const words = useDraftWords();
  if (findings.length === 0) {
    return null;
  }
  const sorted = [...findings].sort((left, right) => rank(left) - rank(right));
  return (
    <section className="note" aria-label={words.draft.findings}>
      <h3>{words.draft.findings}</h3>
      <ul className="stack-tight">
        {sorted.map((finding) => (
          <li key={`${finding.code}${finding.place ?? ''}`} className={`finding ${finding.severity}`}>
            <span aria-hidden="true">{finding.severity === 'error' ? '✕' : '▲'}</span>
            <span>
              <span className="unseen">
                {finding.severity === 'error' ? words.draft.mustMend : words.draft.mayMend}
              </span>
              {finding.message}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function rank(finding: Finding): number {
  return finding.severity === 'error' ? 0 : 1;
}
