import { useState } from 'react';
import { ApiError, enrolPasskey, enrolPasskeyOptions } from '../api/index.ts';
import { Button, Fault, Note } from '../design/index.ts';
import { useWords } from '../words/index.ts';

/** Makes this device's fingerprint, face or screen lock a way to sign in. */
export function PasskeyEnrolment({ onDone }: { onDone: () => void }) {
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  if (typeof window.PublicKeyCredential !== 'function') {
    return <p className="muted">{words.me.passkeyNo}</p>;
  }
  const add = async () => {
    setBusy(true);
    setFault(null);
    try {
      const { startRegistration } = await import('@simplewebauthn/browser');
      const options = await enrolPasskeyOptions();
      const answer = await startRegistration({
        optionsJSON: options as unknown as Parameters<typeof startRegistration>[0]['optionsJSON'],
      });
      await enrolPasskey(answer);
      onDone();
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
  };
  return (
    <div className="stack">
      <Button busy={busy} onClick={add}>
        {words.me.passkeyAdd}
      </Button>
      {fault instanceof ApiError ? <Fault error={fault} /> : null}
      {fault !== null && !(fault instanceof ApiError) ? (
        <Note look="warn">{words.me.passkeyFail}</Note>
      ) : null}
    </div>
  );
}
