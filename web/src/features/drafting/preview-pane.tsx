import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { preview } from '../../api/index.ts';
import { Empty, Fault, Progress } from '../../design/index.ts';
import { fontRoleName, PagesView } from '../../viewer/index.ts';
import { fill } from '../../words/index.ts';
import type { Writing } from './draft-state.ts';
import { useDraftWords } from './use-draft-words.ts';

/** The value once it has been still for a while. */
function useStill<T>(value: T, pauseMs: number): T {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value, pauseMs]);
  return still;
}

/** The engine's answer for what is typed, a moment after the last key. */
export function usePreview(writing: Writing) {
  const still = useStill(writing, 500);
  // Nothing to set yet: a page without title and text is no page.
  const bare = still.fields.title.trim() === '' && still.body.every((block) => block.text.trim() === '');
  return useQuery({
    enabled: !bare,
    queryKey: ['preview', still.kind, still.form, still.fields, still.body, still.attachments],
    queryFn: ({ signal }) =>
      preview(
        {
          kind: still.kind,
          form: still.form,
          fields: still.fields,
          body: still.body,
          attachments: still.attachments.map(({ name }) => ({ name })),
        },
        signal,
      ),
    placeholderData: (before) => before,
    gcTime: 30_000,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The engine's own pages of what is typed, a moment after the last key; names stand-in fonts at the foot. */
export function PreviewPane({ asked }: { asked: ReturnType<typeof usePreview> }) {
  const words = useDraftWords();
  const pages = asked.data?.pages;
  const hrefs = useMemo(
    () => (pages ?? []).map((page) => URL.createObjectURL(new Blob([page], { type: 'image/svg+xml' }))),
    [pages],
  );
  useEffect(
    () => () => {
      // The next pages are shown before these are let go.
      setTimeout(() => {
        for (const href of hrefs) {
          URL.revokeObjectURL(href);
        }
      }, 5_000);
    },
    [hrefs],
  );
  const standIns = asked.data?.fonts.filter((font) => font.standIn) ?? [];
  return (
    <section className="preview" aria-label={words.draft.preview} aria-busy={asked.isFetching}>
      {asked.isError ? <Fault error={asked.error} onRetry={() => asked.refetch()} /> : null}
      {asked.isPending && asked.fetchStatus === 'idle' ? (
        <Empty title={words.draft.previewEmpty} help={words.draft.previewEmptyHelp} />
      ) : null}
      {asked.isLoading ? <Progress label={words.draft.previewWait} /> : null}
      {asked.data ? (
        <>
          <PagesView hrefs={hrefs} />
          <div className="preview-foot small muted">
            <p>{fill(words.draft.characters, { n: asked.data.characters, p: asked.data.count })}</p>
            {standIns.length > 0 ? (
              <p>
                {words.draft.standInLead}
                {standIns
                  .map((font) =>
                    fill(words.draft.standIn, { role: fontRoleName(font.role), name: font.name }),
                  )
                  .join('，')}
                {words.draft.stop}
                {words.draft.standInHelp}
              </p>
            ) : (
              <p>{words.draft.fontsReal}</p>
            )}
          </div>
        </>
      ) : null}
    </section>
  );
}
