import { useId, useState } from 'react';
import type { OrganPost } from '../api/index.ts';
import { Button, TextArea } from '../design/index.ts';
import { fill, useWords } from '../words/index.ts';

/** The opinion with one-tap phrases; "请××阅办" asks whom and writes the name. */
export function OpinionField({
  value,
  onChange,
  posts,
  required,
  fault,
  phrases,
}: {
  value: string;
  onChange: (value: string) => void;
  posts: OrganPost[];
  required: boolean;
  fault: string | null;
  phrases: string[];
}) {
  const words = useWords();
  const listId = useId();
  const [asking, setAsking] = useState(false);
  const add = (phrase: string) => {
    const before = value.trim();
    onChange(before === '' ? `${phrase}。` : `${before.replace(/[。；，]?$/, '')}。${phrase}。`);
  };
  const people = posts.filter((post) => post.holders.length > 0);
  return (
    <div className="stack-tight">
      <fieldset className="phrases" aria-label={words.act.phrases}>
        {phrases.map((phrase) => (
          <Button key={phrase} small onClick={() => add(phrase)}>
            {phrase}
          </Button>
        ))}
        {people.length > 0 ? (
          <Button small aria-expanded={asking} aria-controls={listId} onClick={() => setAsking(!asking)}>
            {words.act.handleOpen}
          </Button>
        ) : null}
      </fieldset>
      {asking ? (
        <fieldset className="phrases people" id={listId} aria-label={words.act.handleOpen}>
          {people.map((post) =>
            post.holders.map((holder) => (
              <Button
                key={`${post.id}${holder.id}`}
                small
                onClick={() => {
                  add(fill(words.act.handle, { who: fill(words.act.comrade, { name: holder.name }) }));
                  setAsking(false);
                }}
              >
                {holder.name} <span className="muted">{post.title}</span>
              </Button>
            )),
          )}
        </fieldset>
      ) : null}
      <TextArea
        label={words.act.opinion}
        optional={!required}
        fault={fault}
        rows={3}
        maxLength={2000}
        placeholder={words.act.opinionPlaceholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
