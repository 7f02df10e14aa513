import { type FormEvent, type ReactNode, useState } from 'react';
import { type SealPageView, type SealStep, stepSeal } from '../../api/index.ts';
import { Button, Check, Fault, Field, TextArea } from '../../design/index.ts';
import { fill } from '../../words/index.ts';
import { useSealWords } from './use-seal-words.ts';

/** What each step asks for beside the decision itself. */
const NEEDS_NOTE = new Set<SealStep>(['reject', 'suspend', 'resume', 'revoke', 'destroy']);
/** Steps that take something away stand quietly beside the one that goes on. */
const ONWARD = new Set<SealStep>(['approve', 'make', 'file', 'resume']);

/** What the reader can do with the seal now; each step opens its own short form. */
export function StepForm({
  seal,
  onDone,
  children,
}: {
  seal: SealPageView;
  onDone: (seal: SealPageView, said: string) => void;
  /** What stands beside the steps. */
  children: ReactNode;
}) {
  const words = useSealWords();
  const [chosen, setChosen] = useState<SealStep | null>(null);
  const steps = seal.mine as SealStep[];
  if (chosen !== null && steps.includes(chosen)) {
    return (
      <One
        key={chosen}
        seal={seal}
        step={chosen}
        onDone={(next) => {
          setChosen(null);
          onDone(next, fill(words.seal.done, { verb: words.seal.verbs[chosen] }));
        }}
        onCancel={() => setChosen(null)}
      />
    );
  }
  return (
    <section className="row no-print" aria-label={words.seal.nextStep}>
      {steps.map((step) => (
        <Button
          key={step}
          look={ONWARD.has(step) && step !== 'resume' ? 'primary' : 'quiet'}
          onClick={() => setChosen(step)}
        >
          {words.seal.verbs[step]}
        </Button>
      ))}
      {children}
    </section>
  );
}

function One({
  seal,
  step,
  onDone,
  onCancel,
}: {
  seal: SealPageView;
  step: SealStep;
  onDone: (seal: SealPageView) => void;
  onCancel: () => void;
}) {
  const words = useSealWords();
  const [note, setNote] = useState('');
  const [authority, setAuthority] = useState('');
  const [number, setNumber] = useState('');
  const [day, setDay] = useState('');
  const [compromised, setCompromised] = useState(false);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const needsNote = NEEDS_NOTE.has(step);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const incomplete =
      (needsNote && note.trim() === '') ||
      (step === 'file' && (authority.trim() === '' || number.trim() === '' || day === ''));
    setMissing(incomplete);
    if (incomplete) {
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      onDone(await stepSeal(seal.id, step, { note, authority, number, day, compromised }));
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <form className="stack seal-form no-print" onSubmit={submit} noValidate>
      <p className="strong">{words.seal.asks[step]}</p>
      {step === 'file' ? (
        <>
          <Field
            label={words.seal.authority}
            maxLength={100}
            value={authority}
            fault={missing && authority.trim() === '' ? words.seal.fillIn : null}
            onChange={(event) => setAuthority(event.target.value)}
          />
          <Field
            label={words.seal.filingNumber}
            maxLength={60}
            value={number}
            fault={missing && number.trim() === '' ? words.seal.fillIn : null}
            onChange={(event) => setNumber(event.target.value)}
          />
          <Field
            label={words.seal.filingDay}
            type="date"
            value={day}
            fault={missing && day === '' ? words.seal.fillIn : null}
            onChange={(event) => setDay(event.target.value)}
          />
        </>
      ) : null}
      <TextArea
        label={words.seal.note}
        optional={!needsNote}
        rows={2}
        maxLength={500}
        value={note}
        fault={missing && needsNote && note.trim() === '' ? words.seal.noteNeeded : null}
        onChange={(event) => setNote(event.target.value)}
      />
      {step === 'revoke' ? (
        <Check
          label={words.seal.compromised}
          checked={compromised}
          onChange={() => setCompromised(!compromised)}
        />
      ) : null}
      {fault === null ? null : <Fault error={fault} />}
      <div className="row">
        <Button look="primary" type="submit" busy={busy}>
          {words.seal.verbs[step]}
        </Button>
        <Button onClick={onCancel}>{words.common.cancel}</Button>
      </div>
    </form>
  );
}
