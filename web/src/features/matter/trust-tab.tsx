import type { MatterView, Rendition } from '../../api/index.ts';
import { fileSize, listTime, Note } from '../../design/index.ts';
import { ReportView } from '../../verdict/index.ts';
import { useWords } from '../../words/index.ts';
import { EvidenceSection } from './evidence-section.tsx';

/** 签章与核验: the verdict as a sentence, who sealed and when, what it does not prove, and the files. */
export function TrustTab({ matter }: { matter: MatterView }) {
  const words = useWords();
  const document = matter.document;
  if (document === null) {
    return <p className="muted">{words.trust.noReport}</p>;
  }
  const sealedHere = document.direction === 'out' && document.renditions.some((file) => file.sealed);
  return (
    <div className="stack">
      {document.report ? <ReportView report={document.report} /> : null}
      {document.report ? null : sealedHere ? (
        <Note look="ok">
          <p className="strong">
            <span aria-hidden="true">✓ </span>
            {words.trust.sealedHere}
          </p>
          {matter.sealing?.state === 'sealed' ? (
            <p className="muted small">
              {words.trust.sealedAt} {listTime(matter.sealing.at)}
              {matter.sealing.awaitsTime ? ` · ${words.trust.awaitsTime}` : ''}
            </p>
          ) : null}
          {document.registration.verifyCode ? (
            <p>
              <a href={`/v/${document.registration.verifyCode}`}>{words.trust.publicAnswer}</a>
            </p>
          ) : null}
        </Note>
      ) : (
        <p className="muted">{words.trust.noReport}</p>
      )}
      {document.origin ? (
        <p>
          <span className="muted">{words.trust.origin}：</span>
          {
            {
              'e-seal': words.trust.originSeal,
              scan: words.trust.originScan,
              plain: words.trust.originPlain,
            }[document.origin]
          }
        </p>
      ) : null}
      <section className="stack-tight">
        <h2 className="minor">{words.trust.files}</h2>
        {document.renditions.length === 0 ? <p className="muted">{words.trust.noFiles}</p> : null}
        {document.renditions.length > 0 ? (
          <ul className="list">
            {document.renditions.map((file) => (
              <FileRow key={file.id} file={file} />
            ))}
          </ul>
        ) : null}
      </section>
      {document.versionId ? <EvidenceSection documentId={document.id} /> : null}
      <details>
        <summary>{words.trust.details}</summary>
        <dl className="facts small">
          {document.root ? (
            <>
              <dt>{words.trust.root}（SM3）</dt>
              <dd className="hash">{document.root.sm3}</dd>
              <dt>{words.trust.root}（SHA-256）</dt>
              <dd className="hash">{document.root.sha256}</dd>
            </>
          ) : null}
          {document.registration.verifyCode ? (
            <>
              <dt>{words.matter.verifyCode}</dt>
              <dd>
                <a href={`/v/${document.registration.verifyCode}`}>{document.registration.verifyCode}</a>
              </dd>
            </>
          ) : null}
        </dl>
      </details>
      <p>
        <a href="/verify">{words.trust.checkPublic}</a>
      </p>
    </div>
  );
}

function FileRow({ file }: { file: Rendition }) {
  const words = useWords();
  return (
    <li>
      <a className="list-row" href={file.href} download={file.name}>
        <span className="strong">{file.format === 'ofd' ? words.trust.ofd : words.trust.pdf}</span>
        <span className="muted small">
          {file.sealed ? `✓ ${words.trust.sealed}` : words.trust.unsealed} · {fileSize(file.size)}
        </span>
      </a>
    </li>
  );
}
