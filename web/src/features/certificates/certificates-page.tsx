import { useQuery } from '@tanstack/react-query';
import { type Authority, readAuthority } from '../../api/index.ts';
import { Badge, Empty, Fault, Note, paperDate, ScrollTable, Skeleton } from '../../design/index.ts';
import { say } from '../../words/index.ts';
import { RequestRow } from './request-row.tsx';
import { useCertificateWords } from './use-certificate-words.ts';

/** 证书: what ends soon first, then what waits outside, then everything. */
export function CertificatesPage() {
  const { certificate: words, nav } = useCertificateWords();
  const found = useQuery({ queryKey: ['authority'], queryFn: readAuthority });
  const { data } = found;
  return (
    <div className="page">
      <h1>{nav.certificates}</h1>
      <p className="muted">{words.lead}</p>
      {found.isPending ? <Skeleton rows={6} /> : null}
      {found.isError ? <Fault error={found.error} onRetry={() => found.refetch()} /> : null}
      {data ? (
        <div className="stack">
          {data.kind === 'demo' ? <p className="muted">{words.demoLead}</p> : null}
          <section className="stack-tight">
            <h2 className="minor">{words.soon}</h2>
            {data.warnings.length === 0 ? <p className="muted">{words.soonNone}</p> : null}
            {data.warnings.map((warning) => (
              <Note key={`${warning.title} ${warning.notAfter}`} look={warning.stage <= 7 ? 'bad' : 'warn'}>
                <p>{say(warning.message)}</p>
                <p className="muted small">
                  {words.until} {paperDate(warning.notAfter)}
                </p>
              </Note>
            ))}
          </section>
          {data.kind === 'own' || data.requests.length > 0 ? (
            <section className="stack-tight">
              <h2 className="minor">{words.requests}</h2>
              <p className="muted">{data.requests.length === 0 ? words.requestsNone : words.requestsHelp}</p>
              <ul className="list" aria-label={words.requests}>
                {data.requests.map((request) => (
                  <RequestRow key={request.id} request={request} />
                ))}
              </ul>
            </section>
          ) : null}
          <section className="stack-tight">
            <h2 className="minor">{words.inUse}</h2>
            <CertificateTable certificates={data.certificates} />
          </section>
        </div>
      ) : null}
    </div>
  );
}

function CertificateTable({ certificates }: Pick<Authority, 'certificates'>) {
  const { certificate: words } = useCertificateWords();
  if (certificates.length === 0) {
    return <Empty title={words.inUse} help={words.none} />;
  }
  return (
    <ScrollTable label={words.inUse}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{words.subject}</th>
            <th scope="col">{words.purpose}</th>
            <th scope="col">{words.until}</th>
            <th scope="col">{words.state}</th>
          </tr>
        </thead>
        <tbody>
          {certificates.map((certificate) => (
            <tr key={`${certificate.issuer} ${certificate.serial}`}>
              <td>{certificate.subject}</td>
              <td>{words.purposes[certificate.purpose] ?? certificate.purpose}</td>
              <td>{paperDate(certificate.notAfter)}</td>
              <td>
                <State certificate={certificate} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}

function State({ certificate }: { certificate: Authority['certificates'][number] }) {
  const { certificate: words } = useCertificateWords();
  if (certificate.revokedAt !== undefined) {
    return <Badge look="red">{certificate.reason === 'hold' ? words.hold : words.revoked}</Badge>;
  }
  return certificate.ended ? (
    <Badge look="warn">{words.ended}</Badge>
  ) : (
    <Badge look="ok">
      <span aria-hidden="true">✓ </span>
      {words.good}
    </Badge>
  );
}
