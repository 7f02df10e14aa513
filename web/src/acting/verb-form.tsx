import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { type ActAnswer, type MatterView, newId, usePosts, useSession, type Verb } from '../api/index.ts';
import { Button, Fault, Field, Note, Select, TextArea } from '../design/index.ts';
import { type PackedInk, packInk, unpackInk } from '../ink/index.ts';
import { forget, keep, kept } from '../kept/index.ts';
import { type SignedMatter, SignField, signingFault, useSignOff } from '../signing/index.ts';
import { say, useWords } from '../words/index.ts';
import { useSigningWords } from '../words/signing-words.ts';
import { bodyOf, EMPTY, type Filled, faultsOf, inputsOf } from './act-body.ts';
import type { InkDesk } from './ink-desk.ts';
import { InkField } from './ink-field.tsx';
import { OpinionField } from './opinion-field.tsx';
import { choicesOf, PeopleField } from './people-field.tsx';
import { performAct } from './perform-act.ts';
import { phrasesOf } from './phrases.ts';
import { ReceiversField } from './receivers-field.tsx';

type Kept = { filled: Filled; ink: PackedInk | null };

/** The form of one verb, built from what the verb asks for. Keeps itself in this browser at each keystroke. */
export function VerbForm({
  matter,
  stepId,
  node,
  verb,
  desk,
  onDone,
  onCancel,
  preset,
}: {
  matter: SignedMatter & Pick<MatterView, 'revision'>;
  stepId: string;
  node: string;
  verb: Verb;
  desk: InkDesk;
  onDone: (answer: ActAnswer, verb: Verb) => void;
  onCancel: () => void;
  preset?: Partial<Filled>;
}) {
  const words = useWords();
  const session = useSession();
  const client = useQueryClient();
  const posts = usePosts(session.post?.organ.id ?? '');
  const [filled, setFilled] = useState<Filled>({ ...EMPTY, ...preset });
  const [faults, setFaults] = useState<ReturnType<typeof faultsOf>>({});
  const [refusal, setRefusal] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const signOff = useSignOff(matter.flow.id, node, verb.verb);
  const signingWords = useSigningWords();
  const [signFault, setSignFault] = useState<string | null>(null);
  const sent = useRef({ text: '', key: '' });
  const form = useRef<HTMLFormElement>(null);
  const place = `act/${stepId}/${verb.verb}`;
  const takes = inputsOf(verb);
  const optional = (input: (typeof takes)[number]) => !verb.needs.includes(input);
  const { ink, setInk } = desk;

  useEffect(() => {
    let gone = false;
    kept<Kept>(place).then((before) => {
      if (before !== null && !gone) {
        setFilled((now) => ({ ...now, ...before.filled }));
        if (before.ink !== null) {
          setInk(unpackInk(before.ink));
        }
      }
    });
    return () => {
      gone = true;
    };
  }, [place, setInk]);

  const touched = useRef(false);
  useEffect(() => {
    if (touched.current) {
      keep(place, { filled, ink: ink === null ? null : packInk(ink) } satisfies Kept);
    }
    touched.current = true;
  }, [place, filled, ink]);

  const set = (part: Partial<Filled>) => {
    setFilled((now) => ({ ...now, ...part }));
    setFaults({});
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = faultsOf(verb, filled, ink, words);
    setBusy(true);
    const mine = await signOff.load();
    const unsigned = signOff.fault(signingWords, mine);
    setFaults(found);
    setSignFault(unsigned);
    if (Object.keys(found).length > 0 || unsigned !== null) {
      setBusy(false);
      requestAnimationFrame(() => {
        const at = form.current
          ?.querySelector('.fault')
          ?.closest('.field')
          ?.querySelector<HTMLElement>('input,textarea,select');
        at?.focus();
      });
      return;
    }
    const text = JSON.stringify(bodyOf(verb, filled, ink, ''));
    if (text !== sent.current.text) {
      sent.current = { text, key: newId() };
    }
    setRefusal(null);
    try {
      const body = await signOff.signed(
        {
          matter,
          stepId,
          verb: verb.verb,
          body: { ...bodyOf(verb, filled, ink, sent.current.key), expected: matter.revision },
        },
        mine,
      );
      const answer = await performAct(client, matter, stepId, verb.verb, body);
      touched.current = false;
      await forget(place);
      desk.setInk(null);
      desk.setMode('off');
      onDone(answer, verb);
    } catch (error) {
      const said = signingFault(error, signingWords);
      setSignFault(said);
      setRefusal(said === null ? error : null);
      setBusy(false);
    }
  };

  const given = verb.posts ?? [];
  const all = choicesOf(posts.data ?? [], words.act.vacant);
  const one = given.length > 0 ? given : all;
  return (
    <form className="verb-form stack" ref={form} onSubmit={submit} noValidate>
      {verb.confirm ? <Note>{say(verb.confirm)}</Note> : null}
      {takes.includes('ink') ? <InkField desk={desk} fault={faults.ink ?? null} /> : null}
      {takes.includes('reason') ? (
        <TextArea
          label={words.act.reason}
          optional={optional('reason')}
          fault={faults.reason ?? null}
          maxLength={2000}
          rows={3}
          placeholder={words.act.reasonPlaceholder}
          value={filled.reason}
          onChange={(event) => set({ reason: event.target.value })}
        />
      ) : null}
      {takes.includes('result') ? (
        <TextArea
          label={words.act.result}
          optional={optional('result')}
          fault={faults.result ?? null}
          maxLength={4000}
          rows={4}
          placeholder={words.act.resultPlaceholder}
          value={filled.result}
          onChange={(event) => set({ result: event.target.value })}
        />
      ) : null}
      {takes.includes('opinion') ? (
        <OpinionField
          value={filled.opinion}
          onChange={(opinion) => set({ opinion })}
          posts={posts.data ?? []}
          required={!optional('opinion')}
          fault={faults.opinion ?? null}
          phrases={phrasesOf(node, words)}
        />
      ) : null}
      {takes.includes('mark') ? (
        <Select
          label={words.act.mark}
          fault={faults.mark ?? null}
          value={filled.mark}
          onChange={(event) => set({ mark: event.target.value as Filled['mark'] })}
        >
          <option value="">{words.common.choose}</option>
          <option value="slip">{words.act.markSlip}</option>
          <option value="substantive">{words.act.markSubstantive}</option>
        </Select>
      ) : null}
      {takes.includes('receivers') ? (
        <ReceiversField
          value={filled.receivers}
          onChange={(receivers) => set({ receivers })}
          fault={faults.receivers ?? null}
        />
      ) : null}
      {takes.includes('handlers') ? (
        <PeopleField
          label={words.act.handlers}
          choices={all}
          chosen={filled.handlers}
          onChange={(handlers) => set({ handlers })}
          lead={filled.lead}
          onLead={(lead) => set({ lead })}
          fault={faults.handlers ?? null}
          optional={optional('handlers')}
        />
      ) : null}
      {takes.includes('readers') ? (
        <PeopleField
          label={words.act.readers}
          choices={all}
          chosen={filled.readers}
          onChange={(readers) => set({ readers })}
          fault={faults.readers ?? null}
          optional={optional('readers')}
        />
      ) : null}
      {takes.includes('posts') ? (
        <PeopleField
          label={words.act.posts}
          choices={given.length > 0 ? given : all}
          chosen={filled.postIds}
          onChange={(postIds) => set({ postIds })}
          fault={faults.posts ?? null}
          optional={optional('posts')}
        />
      ) : null}
      {takes.includes('post') && (verb.needs.includes('post') || given.length > 1) ? (
        <PeopleField
          label={words.act.post}
          choices={one}
          chosen={filled.postId === '' ? [] : [filled.postId]}
          onChange={(ids) => set({ postId: ids[0] ?? '' })}
          single
          fault={faults.post ?? null}
          optional={optional('post')}
        />
      ) : null}
      {takes.includes('deadline') ? (
        <Field
          label={words.act.deadline}
          type="date"
          optional={optional('deadline')}
          fault={faults.deadline ?? null}
          min={session.node.now.slice(0, 10)}
          value={filled.deadline}
          onChange={(event) => set({ deadline: event.target.value })}
        />
      ) : null}
      {takes.includes('copies') ? (
        <Field
          label={words.act.copies}
          type="number"
          inputMode="numeric"
          min={1}
          max={100000}
          optional={optional('copies')}
          fault={faults.copies ?? null}
          value={filled.copies}
          onChange={(event) => set({ copies: event.target.value })}
        />
      ) : null}
      <SignField signOff={signOff} fault={signFault} />
      {refusal === null ? null : <Fault error={refusal} />}
      <div className="verb-form-foot">
        <Button onClick={onCancel}>{words.act.hold}</Button>
        <Button look="primary" type="submit" busy={busy}>
          {say(verb.label)}
        </Button>
      </div>
    </form>
  );
}
