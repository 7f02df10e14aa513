import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { keys, readSession, savePreferences, signOut, useSession } from '../../api/index.ts';
import {
  Button,
  Check,
  faultTitle,
  listTime,
  setLargePrint,
  toast,
  useLargePrint,
} from '../../design/index.ts';
import { ChangePassword, PasskeyEnrolment, TotpEnrolment } from '../../enrolment/index.ts';
import { allKept, forgetAll } from '../../kept/index.ts';
import { PostSwitch } from '../../posts/index.ts';
import { SigningRule, SigningSection } from '../../signing/index.ts';
import { loadLanguage, setLanguage, useLanguage, useWords } from '../../words/index.ts';
import './me.css';

/** Roles that work with delegations of the office. */
const SEES_DELEGATIONS = new Set([
  'office-director',
  'principal-leader',
  'deputy-leader',
  'section-head',
  'clerk',
]);

/** 我: how it looks, how I sign in, what has not been sent yet, and the way out. */
export function MePage() {
  const words = useWords();
  const session = useSession();
  const office = session.menu?.includes('todo') ?? false;
  return (
    <div className="page me">
      <div className="page-head">
        <h1>{session.person?.name}</h1>
        <SignOut />
      </div>
      {(session.posts?.length ?? 0) > 1 ? (
        <PostSwitch />
      ) : (
        <p className="muted">
          {session.post?.organ.name} · {session.post?.title}
        </p>
      )}
      {office ? (
        <nav className="row" aria-label={words.me.title}>
          <Link to="/mine/$box" params={{ box: 'done' }} className="button">
            {words.me.done}
          </Link>
          <Link to="/mine/$box" params={{ box: 'mine' }} className="button">
            {words.me.mine}
          </Link>
          {SEES_DELEGATIONS.has(session.post?.role ?? '') ? (
            <Link to="/admin/delegations" className="button">
              {words.nav.delegations}
            </Link>
          ) : null}
        </nav>
      ) : null}
      <Look />
      {office ? <SigningSection /> : null}
      {session.post?.role === 'security-admin' ? <SigningRule /> : null}
      <section className="card stack">
        <h2>{words.me.second}</h2>
        <div className="stack-tight">
          <h3>{words.me.totp}</h3>
          <TotpEnrolment confirm onDone={() => toast(words.me.totpDone)} />
        </div>
        <div className="stack-tight">
          <h3>{words.me.passkey}</h3>
          <p className="muted">{words.me.passkeyHelp}</p>
          <PasskeyEnrolment confirm onDone={() => toast(words.me.passkeyDone)} />
        </div>
      </section>
      <details className="card">
        <summary>
          <h2 className="inline">{words.me.password}</h2>
        </summary>
        <ChangePassword onDone={() => toast(words.me.passwordChanged)} />
      </details>
      <NotSent />
      <p className="muted small">{words.me.complaint}</p>
    </div>
  );
}

function Look() {
  const words = useWords();
  const large = useLargePrint();
  const language = useLanguage();
  const save = (wanted: { largePrint?: boolean; language?: 'zh' | 'en' }) =>
    savePreferences(wanted).catch((error: unknown) => toast(faultTitle(error, words.errors)));
  return (
    <section className="card stack">
      <h2>{words.me.look}</h2>
      <div>
        <Check
          label={words.me.largePrint}
          checked={large}
          onChange={(event) => {
            setLargePrint(event.target.checked);
            save({ largePrint: event.target.checked });
          }}
        />
        <p className="muted small">{words.me.largePrintHelp}</p>
      </div>
      <fieldset className="row">
        <legend>{words.me.language}</legend>
        {(['zh', 'en'] as const).map((choice) => (
          <label key={choice} className="check" lang={choice === 'zh' ? 'zh-CN' : 'en'}>
            <input
              type="radio"
              name="language"
              checked={language === choice}
              onChange={async () => {
                await loadLanguage(choice);
                setLanguage(choice);
                save({ language: choice });
              }}
            />
            {choice === 'zh' ? '中文' : 'English'}
          </label>
        ))}
      </fieldset>
    </section>
  );
}

/** What is on this machine and not with the office yet: two plain states only. */
function NotSent() {
  const words = useWords();
  const [waiting, setWaiting] = useState<{ key: string; at: string }[]>([]);
  useEffect(() => {
    allKept().then(setWaiting);
  }, []);
  return (
    <section className="card stack-tight">
      <h2>{words.me.kept}</h2>
      {waiting.length === 0 ? <p className="muted">{words.me.noKept}</p> : null}
      <ul>
        {waiting.map((entry) => (
          <li key={entry.key} className="spread">
            <span>
              {entry.key.startsWith('draft/') ? words.states.draft : words.act.received}{' '}
              <span className="muted small">{listTime(entry.at)}</span>
            </span>
            {entry.key.startsWith('draft/') ? (
              <Link
                to="/drafts/$id"
                params={{ id: entry.key.slice('draft/'.length) }}
                className="button small"
              >
                {words.act.keepWriting}
              </Link>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function SignOut() {
  const words = useWords();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  return (
    <Button
      busy={busy}
      onClick={async () => {
        setBusy(true);
        try {
          await signOut();
          await forgetAll();
          const next = await readSession();
          client.clear();
          client.setQueryData(keys.session, next);
          location.assign('/');
        } catch (error) {
          toast(faultTitle(error, words.errors));
          setBusy(false);
        }
      }}
    >
      {words.me.signOut}
    </Button>
  );
}
