import { useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { keys, onSignedOut, type Session, useSessionQuery } from '../api/index.ts';
import { Dialog, Fault, Progress, Toasts } from '../design/index.ts';
import { useWords } from '../words/index.ts';
import { FrontFrame } from './front-frame.tsx';
import { applyPreferences } from './preferences.ts';
import { router } from './router.tsx';

// Needed before the office only: whoever is signed in loads none of them.
const Setup = lazy(() => import('../features/setup/index.ts'));
const SignIn = lazy(() => import('../features/session/index.ts'));
const ChangePassword = lazy(async () => ({
  default: (await import('../enrolment/index.ts')).ChangePassword,
}));

/**
 * Decides what a person may see: first set-up, signing in, or the office. When the session ends in the middle of work
 * the page stays as it is and a window asks to sign in again, so nothing written is lost.
 */
export function Gate() {
  const client = useQueryClient();
  const words = useWords();
  const asked = useSessionQuery();
  const [expired, setExpired] = useState(false);
  const last = useRef<Session | null>(null);
  const session = asked.data;
  const inside = session?.state === 'signed-in';
  if (inside) {
    last.current = session;
  }
  useEffect(
    () =>
      onSignedOut(() => {
        if (last.current !== null) {
          setExpired(true);
        }
      }),
    [],
  );
  const enter = async (next: Session) => {
    if (next.state === 'signed-in') {
      const before = last.current?.person?.id;
      if (before !== undefined && before !== next.person?.id) {
        client.clear();
      }
      setExpired(false);
      client.setQueryData(keys.session, next);
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
      return;
    }
    if (!expired) {
      client.setQueryData(keys.session, next);
    }
  };
  // Only when the person changes: a preference changed later is already in force here.
  const applied = useRef('');
  useEffect(() => {
    const person = session?.person?.id ?? '';
    if (inside && session && applied.current !== person) {
      applied.current = person;
      applyPreferences(session).catch(() => undefined);
    }
  }, [inside, session]);

  if (asked.isPending) {
    return (
      <FrontFrame>
        <Progress />
      </FrontFrame>
    );
  }
  if (session === undefined) {
    return (
      <FrontFrame>
        <Fault error={asked.error} onRetry={() => asked.refetch()} />
      </FrontFrame>
    );
  }
  if (session.node.setupNeeded) {
    return (
      <FrontFrame wide>
        <Suspense fallback={<Progress />}>
          <Setup onDone={() => asked.refetch()} />
        </Suspense>
      </FrontFrame>
    );
  }
  if (inside && session.mustChangePassword) {
    return (
      <FrontFrame>
        <div className="card stack">
          <h1>{words.me.password}</h1>
          <p>{words.signIn.mustChange}</p>
          <Suspense fallback={<Progress />}>
            <ChangePassword onDone={() => asked.refetch()} />
          </Suspense>
        </div>
      </FrontFrame>
    );
  }
  if (!inside && !expired) {
    return (
      <FrontFrame>
        <Suspense fallback={<Progress />}>
          <SignIn session={session} onEntered={enter} onAgain={() => asked.refetch()} />
        </Suspense>
      </FrontFrame>
    );
  }
  return (
    <>
      <RouterProvider router={router} />
      <Toasts />
      {expired && last.current ? (
        <Dialog title={words.signIn.reTitle}>
          <Suspense fallback={<Progress />}>
            <SignIn session={{ ...last.current, state: 'anonymous' }} onEntered={enter} inWindow />
          </Suspense>
        </Dialog>
      ) : null}
    </>
  );
}
