import { useId, useState } from 'react';
import type { OrganPost } from '../api/index.ts';
import { Button } from '../design/index.ts';
import { fill, useWords } from '../words/index.ts';

/** One post with the people who hold it, as the chooser shows it. */
export type Choice = { id: string; title: string; name: string };

/** Posts as choices. */
export function choicesOf(posts: OrganPost[], vacant: string): Choice[] {
  return posts.map((post) => ({
    id: post.id,
    title: post.title,
    name: post.holders.map((holder) => holder.name).join('、') || vacant,
  }));
}

/** Chooses one or several posts; with `lead`, one of the chosen leads (牵头). */
export function PeopleField({
  label,
  choices,
  chosen,
  onChange,
  single,
  lead,
  onLead,
  fault,
  optional,
}: {
  label: string;
  choices: Choice[];
  chosen: string[];
  onChange: (ids: string[]) => void;
  single?: boolean;
  lead?: string;
  onLead?: (id: string) => void;
  fault: string | null;
  optional: boolean;
}) {
  const words = useWords();
  const name = useId();
  const [filter, setFilter] = useState('');
  const wanted = filter.trim();
  const shown = choices.filter((choice) => wanted === '' || `${choice.name}${choice.title}`.includes(wanted));
  const leadNow = lead !== undefined && chosen.includes(lead) ? lead : chosen[0];
  return (
    <fieldset className="field people-field">
      <legend>
        {label}
        {optional ? <span className="muted small"> {words.common.optional}</span> : null}
        {!single && chosen.length > 0 ? (
          <span className="muted small"> {fill(words.act.chosen, { n: chosen.length })}</span>
        ) : null}
      </legend>
      {choices.length > 8 ? (
        <input
          className="input"
          type="search"
          aria-label={words.act.findPerson}
          placeholder={words.act.findPerson}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      ) : null}
      <div className="choices">
        {shown.length === 0 ? <p className="muted">{words.act.emptyPeople}</p> : null}
        {shown.map((choice) => {
          const on = chosen.includes(choice.id);
          return (
            <div className="choice" key={choice.id}>
              <label className="check">
                <input
                  type={single ? 'radio' : 'checkbox'}
                  name={name}
                  checked={on}
                  onChange={() =>
                    onChange(
                      single
                        ? [choice.id]
                        : on
                          ? chosen.filter((id) => id !== choice.id)
                          : [...chosen, choice.id],
                    )
                  }
                />
                <span>
                  <span className="strong">{choice.name}</span> <span className="muted">{choice.title}</span>
                </span>
              </label>
              {onLead && on && chosen.length > 1 ? (
                choice.id === leadNow ? (
                  <span className="badge">{words.act.lead}</span>
                ) : (
                  <Button look="plain" small onClick={() => onLead(choice.id)}>
                    {words.act.makeLead}
                  </Button>
                )
              ) : null}
            </div>
          );
        })}
      </div>
      {fault ? (
        <span className="fault" role="alert">
          {fault}
        </span>
      ) : null}
    </fieldset>
  );
}
