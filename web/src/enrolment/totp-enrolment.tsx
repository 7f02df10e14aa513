import { type FormEvent, useState } from 'react';
import { confirmTotp, startTotp } from '../api/index.ts';
import { Button, Fault, Field } from '../design/index.ts';
import { useWords } from '../words/index.ts';

type Begun = { uri: string; secret: string; picture: string };

/** Sets up an authenticator app: the code to scan, the secret to type, and a first code to prove it works. */
export function TotpEnrolment({ onDone }: { onDone: () => void }) {
  const words = useWords();
  const [begun, setBegun] = useState<Begun | null>(null);
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setFault(null);
    try {
      await work();
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
  };
  const begin = () =>
    attempt(async () => {
      const [{ renderSVG }, answer] = await Promise.all([import('uqr'), startTotp()]);
      const svg = renderSVG(answer.uri, { border: 2 });
      setBegun({ ...answer, picture: `data:image/svg+xml,${encodeURIComponent(svg)}` });
    });
  const confirm = (event: FormEvent) => {
    event.preventDefault();
    attempt(async () => {
      await confirmTotp(code.replace(/\s/g, ''));
      setBegun(null);
      setCode('');
      onDone();
    });
  };
  if (begun === null) {
    return (
      <div className="stack">
        <Button busy={busy} onClick={begin}>
          {words.me.totpStart}
        </Button>
        {fault === null ? null : <Fault error={fault} />}
      </div>
    );
  }
  return (
    <form className="stack" onSubmit={confirm}>
      <p>{words.me.totpHelp}</p>
      <img className="qr" src={begun.picture} alt={words.me.totp} />
      <p>
        <span className="muted">{words.me.totpSecret}：</span>
        <code className="secret-key">{begun.secret.replace(/(.{4})/g, '$1 ').trim()}</code>
      </p>
      <Field
        label={words.signIn.code}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      {fault === null ? null : <Fault error={fault} />}
      <Button type="submit" look="primary" wide busy={busy}>
        {words.me.totpConfirm}
      </Button>
    </form>
  );
}
