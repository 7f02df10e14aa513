import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { setSigningRule, signingKeys, useMySigning } from '../api/index.ts';
import { faultTitle, toast } from '../design/index.ts';
import { useWords } from '../words/index.ts';
import { useSigningWords } from '../words/signing-words.ts';

/** For the security administrator: whether sign-offs of the organ need the person's own signature. */
export function SigningRule() {
  const words = useSigningWords();
  const { errors } = useWords();
  const client = useQueryClient();
  const { data } = useMySigning();
  const [busy, setBusy] = useState(false);
  if (data === undefined) {
    return null;
  }
  const choose = async (rule: 'offered' | 'required') => {
    setBusy(true);
    try {
      await setSigningRule(rule);
      await client.invalidateQueries({ queryKey: signingKeys });
      toast(words.ruleSet);
    } catch (error) {
      toast(faultTitle(error, errors));
    }
    setBusy(false);
  };
  return (
    <section className="card stack">
      <h2>{words.rule}</h2>
      <p className="muted">{words.ruleLead}</p>
      <fieldset className="signing-rule" disabled={busy}>
        <legend className="unseen">{words.rule}</legend>
        {(['offered', 'required'] as const).map((rule) => (
          <label key={rule} className="check">
            <input
              type="radio"
              name="signing-rule"
              checked={data.rule === rule}
              onChange={() => choose(rule)}
            />
            {words.rules[rule]}
          </label>
        ))}
      </fieldset>
    </section>
  );
}
