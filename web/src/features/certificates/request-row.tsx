import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiError, type Authority, bringCertificate, useSession } from '../../api/index.ts';
import { Badge, Button, Fault, listTime, toast } from '../../design/index.ts';
import { fill } from '../../words/index.ts';
import { useCertificateWords } from './use-certificate-words.ts';

/** Why a certificate was not taken, in the words of the check. */
function reasonOf(error: unknown): string {
  const details =
    error instanceof ApiError ? (error.details as { findings?: { message: string }[] } | null) : null;
  return (details?.findings ?? []).map(({ message }) => message).join('；');
}

/** One request: taken out as a file, its answer brought back as one. */
export function RequestRow({ request }: { request: Authority['requests'][number] }) {
  const { certificate: words } = useCertificateWords();
  const client = useQueryClient();
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const mayBring = session.post?.role === 'security-admin';
  const bring = async (file: File | undefined) => {
    if (file === undefined || busy) {
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      const { subject } = await bringCertificate(request.id, file);
      toast(fill(words.brought, { name: subject }));
      await client.invalidateQueries({ queryKey: ['authority'] });
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
    if (input.current) {
      input.current.value = '';
    }
  };
  return (
    <li className="list-row person-row">
      <span>
        <span className="strong">{request.subject}</span>
        <br />
        <span className="muted small">
          {words.purposes[request.purpose] ?? request.purpose} · {words.asked} {listTime(request.askedAt)}
        </span>
      </span>
      <span className="row person-state">
        {request.answeredAt === undefined ? (
          <Badge look="warn">{words.waiting}</Badge>
        ) : (
          <Badge look="ok">{words.answered}</Badge>
        )}
      </span>
      {request.answeredAt === undefined ? (
        <span className="row">
          <a className="button small" href={request.href} download>
            {words.download}
          </a>
          {mayBring ? (
            <>
              <input
                ref={input}
                type="file"
                accept=".pem,.crt,.cer,.der"
                hidden
                onChange={(event) => bring(event.target.files?.[0])}
              />
              <Button small busy={busy} onClick={() => input.current?.click()}>
                {words.bring}
              </Button>
            </>
          ) : null}
        </span>
      ) : null}
      {fault === null ? null : (
        <div className="row-note stack-tight">
          <Fault error={fault} />
          {reasonOf(fault) === '' ? null : (
            <p className="small">{fill(words.reason, { reason: reasonOf(fault) })}</p>
          )}
        </div>
      )}
    </li>
  );
}
