import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import {
  ApiError,
  type MySigning,
  revokeSigningKey,
  type SigningKey,
  signingKeys,
  useMySigning,
} from '../api/index.ts';
import { Button, Dialog, Fault, faultTitle, Note, paperDate, SecretField, toast } from '../design/index.ts';
import { fill, useWords } from '../words/index.ts';
import { useSigningWords } from '../words/signing-words.ts';
import { keyName } from './key-name.ts';
import './signing.css';

/** 我的签名: the keys I sign with, and enrolling and ending them. */
export function SigningSection() {
  const words = useSigningWords();
  const { data } = useMySigning();
  const [adding, setAdding] = useState(false);
  if (data === undefined) {
    return null;
  }
  const kept = data.keys.filter((key) => key.state !== 'revoked');
  const ended = data.keys.filter((key) => key.state === 'revoked');
  return (
    <section className="card stack" id="signing">
      <h2>{words.title}</h2>
      <p className="muted">{words.lead}</p>
      {data.rule === 'required' ? <Note>{words.required}</Note> : null}
      {kept.length === 0 ? <p>{words.none}</p> : null}
      {kept.length > 0 ? (
        <ul className="signing-keys">
          {kept.map((key) => (
            <KeyRow key={key.id} held={key} />
          ))}
        </ul>
      ) : null}
      {kept.length === 0 || adding ? (
        <Enrol mine={data} onDone={() => setAdding(false)} />
      ) : (
        <div>
          <Button onClick={() => setAdding(true)}>{words.add}</Button>
        </div>
      )}
      {ended.length > 0 ? (
        <details>
          <summary>
            {words.states.revoked}（{ended.length}）
          </summary>
          <ul className="signing-keys">
            {ended.map((key) => (
              <KeyRow key={key.id} held={key} />
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}

const DAY_MS = 24 * 3600 * 1000;

function KeyRow({ held }: { held: SigningKey }) {
  const words = useSigningWords();
  const [asking, setAsking] = useState(false);
  const { certificate } = held;
  const daysLeft =
    certificate === null || held.state !== 'active'
      ? undefined
      : Math.floor((Date.parse(certificate.notAfter) - Date.now()) / DAY_MS);
  return (
    <li className="stack-tight">
      <p className="spread">
        <span className="strong">{keyName(held, words)}</span>
        <span className={held.state === 'active' ? 'lamp green' : 'muted'}>
          {held.state === 'active' ? <span aria-hidden="true">✓</span> : null}
          {words.states[held.state]}
        </span>
      </p>
      <p className="muted small">
        {held.revokedAt === null
          ? held.enrolledAt === null
            ? null
            : fill(words.since, { when: paperDate(held.enrolledAt) })
          : fill(words.ended, { when: paperDate(held.revokedAt) })}
      </p>
      {daysLeft !== undefined && daysLeft <= 60 ? (
        <Note look="warn">{fill(words.expiresSoon, { n: daysLeft })}</Note>
      ) : null}
      {certificate === null ? null : (
        <details>
          <summary>
            {words.certificate}：{certificate.subject}
          </summary>
          <dl className="facts small">
            <dt>{words.issuer}</dt>
            <dd>{certificate.issuer}</dd>
            <dt>{words.validTo}</dt>
            <dd>{paperDate(certificate.notAfter)}</dd>
            <dt>{words.serial}</dt>
            <dd className="hash">{certificate.serial}</dd>
          </dl>
        </details>
      )}
      {held.state === 'revoked' ? null : (
        <div>
          <Button small onClick={() => setAsking(true)}>
            {words.revoke}
          </Button>
        </div>
      )}
      {asking ? <Revoke held={held} onClose={() => setAsking(false)} /> : null}
    </li>
  );
}

function Revoke({ held, onClose }: { held: SigningKey; onClose: () => void }) {
  const words = useSigningWords();
  const { errors } = useWords();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const revoke = async (reason: 'lost' | 'replaced' | 'left') => {
    setBusy(true);
    try {
      client.setQueryData(signingKeys, await revokeSigningKey(held.id, reason));
      toast(words.revoked);
      onClose();
    } catch (error) {
      toast(faultTitle(error, errors));
      setBusy(false);
    }
  };
  return (
    <Dialog title={`${words.revoke}：${keyName(held, words)}`} onClose={onClose}>
      <div className="stack">
        <p>{words.revokeAsk}</p>
        {(['replaced', 'left', 'lost'] as const).map((reason) => (
          <Button key={reason} wide busy={busy} onClick={() => revoke(reason)}>
            {words.reasons[reason]}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}

const SHORTEST = 8;

function Enrol({ mine, onDone }: { mine: MySigning; onDone: () => void }) {
  const words = useSigningWords();
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [signIn, setSignIn] = useState('');
  const [faults, setFaults] = useState<{ password?: string; again?: string; signIn?: string }>({});
  const [busy, setBusy] = useState<'password' | 'passkey' | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const run = async (how: 'password' | 'passkey', enrol: () => Promise<MySigning>) => {
    setBusy(how);
    setFault(null);
    try {
      client.setQueryData(signingKeys, await enrol());
      toast(words.enrolled);
      onDone();
    } catch (error) {
      setFault(error);
    }
    setBusy(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = {
      ...(signIn === '' ? { signIn: words.needSignIn } : {}),
      ...(password.length < SHORTEST ? { password: words.passwordShort } : {}),
      // The server hears the one for signing in: with it, it could open the key.
      ...(password === signIn && signIn !== '' ? { password: words.passwordSame } : {}),
      ...(password === again ? {} : { again: words.passwordDiffers }),
    };
    setFaults(found);
    if (Object.keys(found).length === 0) {
      void run('password', async () =>
        (await import('./own-key.ts')).enrolByPassword(mine.person, password, signIn),
      );
    }
  };
  const enrolDevice = () => {
    setFaults(signIn === '' ? { signIn: words.needSignIn } : {});
    if (signIn !== '') {
      void run('passkey', async () => (await import('./own-key.ts')).enrolByPasskey(mine.person, signIn));
    }
  };
  if (!window.isSecureContext) {
    return <Note look="warn">{words.insecure}</Note>;
  }
  return (
    <div className="stack">
      <SecretField
        label={words.signIn}
        hint={words.signInHelp}
        autoComplete="current-password"
        fault={faults.signIn ?? null}
        value={signIn}
        onChange={(event) => setSignIn(event.target.value)}
      />
      {typeof window.PublicKeyCredential === 'function' ? (
        <div className="stack-tight">
          <h3>{words.byPasskey}</h3>
          <p className="muted small">{words.byPasskeyHelp}</p>
          <div>
            <Button busy={busy === 'passkey'} onClick={enrolDevice}>
              {words.byPasskeyDo}
            </Button>
          </div>
        </div>
      ) : null}
      <form className="stack-tight" onSubmit={submit} noValidate>
        <h3>{words.byPassword}</h3>
        <p className="muted small">{words.byPasswordHelp}</p>
        <SecretField
          label={words.password}
          autoComplete="off"
          fault={faults.password ?? null}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <SecretField
          label={words.passwordAgain}
          autoComplete="off"
          fault={faults.again ?? null}
          value={again}
          onChange={(event) => setAgain(event.target.value)}
        />
        <div>
          <Button type="submit" busy={busy === 'password'}>
            {words.byPassword}
          </Button>
        </div>
        {busy === 'password' ? <p role="status">{words.making}</p> : null}
      </form>
      {fault instanceof ApiError ? <Fault error={fault} /> : null}
      {fault !== null && !(fault instanceof ApiError) ? <Note look="warn">{words.passkeyFailed}</Note> : null}
    </div>
  );
}
