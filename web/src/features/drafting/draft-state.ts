import { useCallback, useEffect, useRef, useState } from 'react';
import {
  ApiError,
  type Attached,
  type Block,
  type Draft,
  type DraftFields,
  type Form,
  type Kind,
  saveDraft,
} from '../../api/index.ts';
import { forget, keep, kept } from '../../kept/index.ts';

/** What is being written. */
export type Writing = {
  kind: Kind;
  form: Form;
  fields: DraftFields;
  body: Block[];
  attachments: Attached[];
};

/** Where the latest words are. */
export type Saving =
  | { state: 'there'; at: string }
  | { state: 'here' }
  | { state: 'saving' }
  | { state: 'offline' }
  | { state: 'refused'; error: unknown }
  | { state: 'conflict'; theirs: Draft | null };

type KeptDraft = { writing: Writing; revision: number };

const PAUSE_MS = 800;
const AGAIN_MS = 5_000;

/**
 * A draft that cannot be lost: every change goes to this browser at once and to the server after a short pause, again
 * and again until it is there. A text changed elsewhere in between is never overwritten: both are shown.
 */
export function useDraft(loaded: Draft) {
  const place = `draft/${loaded.matterId}`;
  const [writing, setWriting] = useState<Writing>(() => writingOf(loaded));
  const [saving, setSaving] = useState<Saving>({ state: 'there', at: loaded.savedAt });
  const [restored, setRestored] = useState(false);
  const revision = useRef(loaded.revision);
  const latest = useRef(writing);
  const dirty = useRef(false);
  const running = useRef<Promise<boolean> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const save = useCallback(async (): Promise<boolean> => {
    if (running.current !== null) {
      await running.current;
    }
    if (!dirty.current) {
      return true;
    }
    const attempt = (async () => {
      const sent = latest.current;
      dirty.current = false;
      setSaving({ state: 'saving' });
      try {
        const answer = await saveDraft(loaded.matterId, {
          revision: revision.current,
          kind: sent.kind,
          form: sent.form,
          fields: sent.fields,
          body: sent.body,
          attachments: sent.attachments.map((attachment) => attachment.id),
        });
        revision.current = answer.revision;
        if (!dirty.current) {
          setSaving({ state: 'there', at: answer.savedAt });
          await forget(place);
        }
        return true;
      } catch (error) {
        dirty.current = true;
        if (error instanceof ApiError && error.status === 409) {
          setSaving({ state: 'conflict', theirs: draftIn(error.details) });
        } else if (
          error instanceof ApiError &&
          error.status >= 400 &&
          error.status < 500 &&
          error.status !== 401
        ) {
          setSaving({ state: 'refused', error });
        } else {
          setSaving({ state: 'offline' });
          timer.current = setTimeout(() => save(), AGAIN_MS);
        }
        return false;
      } finally {
        running.current = null;
      }
    })();
    running.current = attempt;
    return attempt;
  }, [loaded.matterId, place]);

  const change = useCallback(
    (part: Partial<Writing>) => {
      const next = { ...latest.current, ...part };
      latest.current = next;
      dirty.current = true;
      setWriting(next);
      setSaving((now) => (now.state === 'conflict' ? now : { state: 'here' }));
      keep(place, { writing: next, revision: revision.current } satisfies KeptDraft);
      if (timer.current !== null) {
        clearTimeout(timer.current);
      }
      timer.current = setTimeout(() => save(), PAUSE_MS);
    },
    [place, save],
  );

  // Words from before a crash or a dead battery come back and are saved.
  useEffect(() => {
    let gone = false;
    kept<KeptDraft>(place).then((before) => {
      if (before === null || gone || dirty.current) {
        return;
      }
      if (JSON.stringify(before.writing) === JSON.stringify(latest.current)) {
        forget(place);
        return;
      }
      revision.current = before.revision;
      setRestored(true);
      change(before.writing);
    });
    const online = () => save();
    const leave = () => {
      if (document.visibilityState === 'hidden') {
        save();
      }
    };
    window.addEventListener('online', online);
    document.addEventListener('visibilitychange', leave);
    return () => {
      gone = true;
      window.removeEventListener('online', online);
      document.removeEventListener('visibilitychange', leave);
      if (timer.current !== null) {
        clearTimeout(timer.current);
      }
      save();
    };
  }, [place, change, save]);

  const settle = useCallback(
    (take: 'mine' | 'theirs', theirs: Draft) => {
      revision.current = theirs.revision;
      setSaving({ state: 'here' });
      change(take === 'theirs' ? writingOf(theirs) : latest.current);
    },
    [change],
  );

  return { writing, change, saving, restored, save, settle };
}

function writingOf(draft: Draft): Writing {
  return {
    kind: draft.kind,
    form: draft.form,
    fields: draft.fields,
    body: draft.body,
    attachments: draft.attachments ?? [],
  };
}

/** The other text in a refusal, whether it is the details themselves or inside them. */
function draftIn(details: unknown): Draft | null {
  const isDraft = (value: unknown): value is Draft =>
    typeof value === 'object' && value !== null && 'revision' in value && 'fields' in value;
  if (isDraft(details)) {
    return details;
  }
  if (typeof details === 'object' && details !== null) {
    for (const value of Object.values(details)) {
      if (isDraft(value)) {
        return value;
      }
    }
  }
  return null;
}
