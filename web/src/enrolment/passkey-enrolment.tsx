import { type FormEvent, useState } from 'react';
import { ApiError, enrolPasskey, enrolPasskeyOptions } from '../api/index.ts';
import { Button, Fault, Note } from '../design/index.ts';
import { useWords } from '../words/index.ts';
import { PresentPassword } from './present-password.tsx';
import type { EnrolmentProps } from './totp-enrolment.tsx';

/** Makes this device's fingerprint, face or screen lock a way to sign in. */
export function PasskeyEnrolment({ onDone, confirm: asks = false }: EnrolmentProps) {
  const words = useWords();
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  if (typeof window.PublicKeyCredential !== 'function') {
    return <p className="muted">{words.me.passkeyNo}</p>;
  }
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      const { startRegistration } = await import('@simplewebauthn/browser');
      const options = await enrolPasskeyOptions(asks ? password : undefined);
      const answer = await startRegistration({
        optionsJSON: options as unknown as Parameters<typeof startRegistration>[0]['optionsJSON'],
      });
      await enrolPasskey(answer);
      setPassword('');
      onDone();
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
  };
  return (
    <form className="stack" onSubmit={add}>
      {asks ? <PresentPassword value={password} onChange={setPassword} /> : null}
      <Button type="submit" busy={busy}>
        {words.me.passkeyAdd}
      </Button>
      {fault instanceof ApiError ? <Fault error={fault} /> : null}
      {fault !== null && !(fault instanceof ApiError) ? (
        <Note look="warn">{words.me.passkeyFail}</Note>
      ) : null}
    </form>
  );
}
