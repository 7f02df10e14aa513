import { type FormEvent, useEffect, useRef, useState } from 'react';
import {
  ApiError,
  confirmSecondFactor,
  passkeyOptions,
  passkeySignIn,
  readSession,
  type Session,
  signIn,
  signOut,
} from '../../api/index.ts';
import { Button, Fault, Field, SecretField, useLayout } from '../../design/index.ts';
import { PasskeyEnrolment, TotpEnrolment } from '../../enrolment/index.ts';
import { useWords } from '../../words/index.ts';

/** Sign-in with a password or a passkey, then the second factor where one is asked for. */
export function SignIn({
  session,
  onEntered,
  onAgain,
  inWindow,
}: {
  session: Session;
  onEntered: (session: Session) => void | Promise<void>;
  onAgain?: () => void;
  /** True when it stands over a page whose session ended. */
  inWindow?: boolean;
}) {
  const [half, setHalf] = useState(session.state === 'second-factor');
  const entered = async (next: Session) => {
    setHalf(next.state === 'second-factor');
    await onEntered(next);
  };
  if (session.state === 'second-factor' && session.secondFactor?.enrol) {
    return <EnrolNow onEntered={entered} />;
  }
  return half || session.state === 'second-factor' ? (
    <SecondFactor
      onEntered={entered}
      onAgain={() => {
        setHalf(false);
        onAgain?.();
      }}
    />
  ) : (
    <FirstFactor session={session} onEntered={entered} inWindow={inWindow ?? false} />
  );
}

function FirstFactor({
  session,
  onEntered,
  inWindow,
}: {
  session: Session;
  onEntered: (session: Session) => Promise<void>;
  inWindow: boolean;
}) {
  const words = useWords();
  const [login, setLogin] = useState(inWindow ? (session.person?.login ?? '') : '');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const form = useRef<HTMLFormElement>(null);
  const layout = useLayout();
  // Where there is a keyboard the first empty field takes it; on a phone nothing jumps up by itself.
  useEffect(() => {
    if (inWindow || layout === 'desk') {
      const fields = [...(form.current?.querySelectorAll('input') ?? [])];
      fields.find((field) => field.value === '')?.focus();
    }
  }, [inWindow, layout]);
  const attempt = async (call: () => Promise<Session>) => {
    setBusy(true);
    setFault(null);
    try {
      await onEntered(await call());
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt(async () => {
      try {
        return await signIn(login.trim(), password);
      } catch (error) {
        // A token from before a restart is refused once; the next answer brings a fresh one.
        if (error instanceof ApiError && error.status === 403 && error.code.includes('csrf')) {
          await readSession();
          return signIn(login.trim(), password);
        }
        throw error;
      }
    });
  };
  return (
    <form className="card stack" ref={form} onSubmit={submit}>
      {inWindow ? <p>{words.errors.expired}</p> : <h1>{words.signIn.title}</h1>}
      <Field
        label={words.signIn.login}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={login}
        onChange={(event) => setLogin(event.target.value)}
      />
      <SecretField
        label={words.signIn.password}
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {fault === null ? null : <Fault error={fault} />}
      <Button look="primary" wide type="submit" busy={busy}>
        {words.signIn.go}
      </Button>
      {typeof window.PublicKeyCredential === 'function' ? (
        <Button
          wide
          onClick={() =>
            attempt(async () => {
              const { startAuthentication } = await import('@simplewebauthn/browser');
              const options = await passkeyOptions();
              const answer = await startAuthentication({
                optionsJSON: options as Parameters<typeof startAuthentication>[0]['optionsJSON'],
              });
              return passkeySignIn(answer);
            })
          }
        >
          {words.signIn.passkey}
        </Button>
      ) : null}
      {inWindow ? null : (
        <>
          <details>
            <summary>{words.signIn.helpTitle}</summary>
            <p className="muted">{words.signIn.help}</p>
          </details>
          <p>
            <a href="/verify">{words.signIn.verify}</a>
          </p>
        </>
      )}
    </form>
  );
}

function SecondFactor({
  onEntered,
  onAgain,
}: {
  onEntered: (session: Session) => Promise<void>;
  onAgain: () => void;
}) {
  const words = useWords();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      await onEntered(await confirmSecondFactor(code.trim()));
    } catch (error) {
      setFault(error);
      setBusy(false);
      setCode('');
    }
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <h1>{words.signIn.secondTitle}</h1>
      <Field
        label={words.signIn.code}
        hint={words.signIn.secondHelp}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9 ]{6,7}"
        required
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      {fault === null ? null : <Fault error={fault} />}
      <Button look="primary" wide type="submit" busy={busy}>
        {words.signIn.secondGo}
      </Button>
      <Button
        look="plain"
        wide
        onClick={async () => {
          await signOut().catch(() => undefined);
          onAgain();
        }}
      >
        {words.signIn.again}
      </Button>
    </form>
  );
}

/** The three administrators work with a second factor only: the first sign-in sets one up. */
function EnrolNow({ onEntered }: { onEntered: (session: Session) => Promise<void> }) {
  const words = useWords();
  const done = async () => onEntered(await readSession());
  return (
    <div className="card stack">
      <h1>{words.signIn.enrolTitle}</h1>
      <p>{words.signIn.enrolHelp}</p>
      <TotpEnrolment onDone={done} />
      <p className="muted">{words.me.passkeyHelp}</p>
      <PasskeyEnrolment onDone={done} />
    </div>
  );
}
