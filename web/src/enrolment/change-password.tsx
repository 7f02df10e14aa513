import { type FormEvent, useState } from 'react';
import { changePassword } from '../api/index.ts';
import { Button, Fault, SecretField } from '../design/index.ts';
import { useWords } from '../words/index.ts';
import { PresentPassword } from './present-password.tsx';

/** Replaces the own password; says beside the field what does not fit. */
export function ChangePassword({ onDone }: { onDone: () => void }) {
  const words = useWords();
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const short = next.length < 12;
  const differ = next !== again;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (short || differ) {
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      await changePassword(old, next);
      setOld('');
      setNext('');
      setAgain('');
      setTried(false);
      onDone();
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <PresentPassword value={old} onChange={setOld} />
      <SecretField
        label={words.me.newPassword}
        hint={words.setup.passwordHelp}
        autoComplete="new-password"
        required
        fault={tried && short ? words.me.passwordShort : null}
        value={next}
        onChange={(event) => setNext(event.target.value)}
      />
      <SecretField
        label={words.me.againPassword}
        autoComplete="new-password"
        required
        fault={tried && differ ? words.me.passwordDiffer : null}
        value={again}
        onChange={(event) => setAgain(event.target.value)}
      />
      {fault === null ? null : <Fault error={fault} />}
      <Button type="submit" look="primary" wide busy={busy}>
        {words.me.password}
      </Button>
    </form>
  );
}
