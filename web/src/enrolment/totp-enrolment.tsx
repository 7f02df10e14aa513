import { type FormEvent, useState } from 'react';
import { confirmTotp, startTotp } from '../api/index.ts';
import { Button, Fault, Field } from '../design/index.ts';
import { useWords } from '../words/index.ts';
import { PresentPassword } from './present-password.tsx';

/** `confirm`: the session is open already, so the password is asked for first. */
export type EnrolmentProps = { onDone: () => void; confirm?: boolean };

type Begun = { uri: string; secret: string; picture: string };

/** Sets up an authenticator app: the code to scan, the secret to type, and a first code to prove it works. */
export function TotpEnrolment({ onDone, confirm: asks = false }: EnrolmentProps) {
  const words = useWords();
  const [begun, setBegun] = useState<Begun | null>(null);
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
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
  const begin = (event: FormEvent) => {
    event.preventDefault();
    attempt(async () => {
      const [{ renderSVG }, answer] = await Promise.all([
        import('uqr'),
        startTotp(asks ? password : undefined),
      ]);
      const svg = renderSVG(answer.uri, { border: 2 });
      setPassword('');
      setBegun({ ...answer, picture: `data:image/svg+xml,${encodeURIComponent(svg)}` });
    });
  };
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
      <form className="stack" onSubmit={begin}>
        {asks ? <PresentPassword value={password} onChange={setPassword} /> : null}
        <Button type="submit" busy={busy}>
          {words.me.totpStart}
        </Button>
        {fault === null ? null : <Fault error={fault} />}
      </form>
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
