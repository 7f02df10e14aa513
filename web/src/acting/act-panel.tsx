import { useState } from 'react';
import type { ActAnswer, MatterView, Verb } from '../api/index.ts';
import { Button, useKeys, useLayout } from '../design/index.ts';
import type { SignedMatter } from '../signing/index.ts';
import { fill, say, useWords } from '../words/index.ts';
import type { Filled } from './act-body.ts';
import { inputsOf } from './act-body.ts';
import type { InkDesk } from './ink-desk.ts';
import { VerbForm } from './verb-form.tsx';
import './acting.css';

/**
 * What the person may do now. On a desk it stands at the top of the right panel; on a phone it is one full-width button
 * naming its result and "其他" for everything else, and the form is a sheet with the page still visible above.
 */
export function ActPanel({
  matter,
  mine,
  desk,
  onDone,
  presetOf,
  hidden,
  before,
  compact,
}: {
  matter: SignedMatter & Pick<MatterView, 'revision'>;
  mine: NonNullable<MatterView['mine']>;
  desk: InkDesk;
  onDone: (answer: ActAnswer, verb: Verb) => void;
  /** Values already known for a verb, such as receivers taken from the draft. */
  presetOf?: (verb: Verb) => Partial<Filled>;
  /** Verbs shown elsewhere on the page. */
  hidden?: readonly string[];
  /** Runs before the form opens, such as saving what is typed; false keeps it closed. */
  before?: (verb: Verb) => Promise<boolean>;
  /** One line at the foot of a page, where the page itself says what is asked. */
  compact?: boolean;
}) {
  const words = useWords();
  const layout = useLayout();
  // Which verb is open, at which step: another step closes it by itself.
  const [opened, setOpened] = useState<{ stepId: string; verb: string } | null>(null);
  const chosen = opened !== null && opened.stepId === mine.stepId ? opened.verb : null;
  const setChosen = (verb: string | null) => setOpened(verb === null ? null : { stepId: mine.stepId, verb });
  const [others, setOthers] = useState(false);
  const verbs = mine.verbs.filter((verb) => !(hidden ?? []).includes(verb.verb));
  const primary = verbs.find((verb) => verb.primary) ?? verbs[0];
  const rest = verbs.filter((verb) => verb !== primary);
  const verb = verbs.find((candidate) => candidate.verb === chosen) ?? null;
  const choose = async (next: Verb) => {
    setOthers(false);
    if (before && !(await before(next))) {
      return;
    }
    setChosen(next.verb);
    // On a desk the pen is ready on the page as soon as the leader begins to sign.
    if (layout === 'desk' && next.primary && inputsOf(next).includes('ink')) {
      desk.setMode('page');
    }
  };
  useKeys(
    chosen === null
      ? verbs
          .filter((candidate) => candidate.key)
          .map((candidate) => ({
            key: candidate.key ?? '',
            says: say(candidate.label),
            group: words.keyboard.verb,
            run: () => choose(candidate),
          }))
      : [],
  );
  if (primary === undefined) {
    return null;
  }
  const form = verb ? (
    <VerbForm
      key={`${mine.stepId}/${verb.verb}`}
      matter={matter}
      stepId={mine.stepId}
      node={mine.node}
      verb={verb}
      desk={desk}
      preset={presetOf?.(verb) ?? {}}
      onDone={(answer, done) => {
        setChosen(null);
        onDone(answer, done);
      }}
      onCancel={() => {
        setChosen(null);
        desk.setMode('off');
      }}
    />
  ) : null;

  const heading = (
    <>
      <h2>{verb ? say(verb.label) : say(mine.asked)}</h2>
      {mine.delegatedBy ? (
        <p className="muted small">
          {fill(words.act.underDelegation, { who: `${mine.delegatedBy.name}（${mine.delegatedBy.title}）` })}
        </p>
      ) : null}
    </>
  );

  if (layout === 'desk') {
    return (
      <section
        className={compact && form === null ? 'act-panel compact no-print' : 'act-panel stack no-print'}
      >
        {compact && form === null ? null : <div>{heading}</div>}
        {form ?? (
          <>
            <Button look="primary" wide keyHint={primary.key ?? null} onClick={() => choose(primary)}>
              {say(primary.label)}
            </Button>
            {rest.length > 0 ? (
              <div className="act-rest">
                {rest.map((other) => (
                  <Button key={other.verb} small keyHint={other.key ?? null} onClick={() => choose(other)}>
                    {say(other.label)}
                  </Button>
                ))}
              </div>
            ) : null}
          </>
        )}
      </section>
    );
  }
  return (
    <>
      {form && desk.mode !== 'pad' ? (
        <section className="act-sheet no-print">
          {heading}
          {form}
        </section>
      ) : null}
      {form ? null : (
        <div className="act-bar no-print">
          {others ? (
            <div className="act-others">
              {rest.map((other) => (
                <Button key={other.verb} wide onClick={() => choose(other)}>
                  {say(other.label)}
                </Button>
              ))}
            </div>
          ) : null}
          <div className="act-bar-row">
            {rest.length > 0 ? (
              <Button aria-expanded={others} onClick={() => setOthers(!others)}>
                {words.nav.more}
              </Button>
            ) : null}
            <Button look="primary" wide onClick={() => choose(primary)}>
              {say(primary.label)}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
