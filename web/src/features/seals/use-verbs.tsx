import { type FormEvent, useState } from 'react';
import { act, newId, type SealUseView } from '../../api/index.ts';
import { Button, Fault, Select, TextArea, toast } from '../../design/index.ts';
import { SignField, signingFault, useSignOff } from '../../signing/index.ts';
import { say } from '../../words/index.ts';
import { useSigningWords } from '../../words/signing-words.ts';
import { useSealWords } from './use-seal-words.ts';

type Verb = NonNullable<SealUseView['mine']>['verbs'][number];

/** What the reader can do with the application now: the one that counts stands first, each opens its short form. */
export function UseVerbs({ use, onDone }: { use: SealUseView; onDone: () => void }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const { mine } = use;
  if (mine === null) {
    return null;
  }
  const verb = mine.verbs.find((one) => one.verb === chosen);
  return (
    <section className="act-panel stack no-print">
      <h2>{say(mine.asked)}</h2>
      {verb === undefined ? (
        <div className="row">
          {mine.verbs.map((one) => (
            <Button
              key={one.verb}
              look={one.primary ? 'primary' : 'quiet'}
              onClick={() => setChosen(one.verb)}
            >
              {say(one.label)}
            </Button>
          ))}
        </div>
      ) : (
        <VerbFields
          key={verb.verb}
          use={use}
          stepId={mine.stepId}
          node={mine.node}
          verb={verb}
          onDone={() => {
            setChosen(null);
            onDone();
          }}
          onCancel={() => setChosen(null)}
        />
      )}
    </section>
  );
}

function VerbFields({
  use,
  stepId,
  node,
  verb,
  onDone,
  onCancel,
}: {
  use: SealUseView;
  stepId: string;
  node: string;
  verb: Verb;
  onDone: () => void;
  onCancel: () => void;
}) {
  const words = useSealWords();
  const [opinion, setOpinion] = useState('');
  const [reason, setReason] = useState('');
  const [postId, setPostId] = useState('');
  const [key] = useState(newId);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const signOff = useSignOff('seal-use', node, verb.verb);
  const signingWords = useSigningWords();
  const [signFault, setSignFault] = useState<string | null>(null);
  const takes = (input: Verb['needs'][number]) => verb.needs.includes(input) || verb.may.includes(input);
  const lacksReason = verb.needs.includes('reason') && reason.trim() === '';
  const lacksPost = verb.needs.includes('post') && postId === '';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(lacksReason || lacksPost);
    if (lacksReason || lacksPost) {
      return;
    }
    setBusy(true);
    setFault(null);
    const signing = await signOff.load();
    const unsigned = signOff.fault(signingWords, signing);
    setSignFault(unsigned);
    if (unsigned !== null) {
      setBusy(false);
      return;
    }
    try {
      const body = {
        key,
        expected: use.revision,
        ...(opinion.trim() === '' ? {} : { opinion }),
        ...(reason.trim() === '' ? {} : { reason }),
        ...(postId === '' ? {} : { postId }),
      };
      const signed = await signOff.signed({ matter: { id: use.id }, stepId, verb: verb.verb, body }, signing);
      await act(use.id, stepId, verb.verb, signed);
      toast(say(verb.label));
      onDone();
    } catch (error) {
      const said = signingFault(error, signingWords);
      setSignFault(said);
      setFault(said === null ? error : null);
      setBusy(false);
    }
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      {verb.confirm ? <p className="strong">{say(verb.confirm)}</p> : null}
      {takes('reason') ? (
        <TextArea
          label={words.seal.why}
          optional={!verb.needs.includes('reason')}
          rows={2}
          maxLength={2000}
          value={reason}
          fault={missing && lacksReason ? words.seal.whyMissing : null}
          onChange={(event) => setReason(event.target.value)}
        />
      ) : null}
      {takes('opinion') ? (
        <TextArea
          label={words.seal.opinion}
          optional
          rows={2}
          maxLength={2000}
          value={opinion}
          onChange={(event) => setOpinion(event.target.value)}
        />
      ) : null}
      {takes('post') && verb.posts && verb.posts.length > 0 ? (
        <Select
          label={words.seal.toWhom}
          optional={!verb.needs.includes('post')}
          value={postId}
          fault={missing && lacksPost ? words.seal.chooseWhom : null}
          onChange={(event) => setPostId(event.target.value)}
        >
          <option value="">{words.seal.chooseWhom}</option>
          {verb.posts.map((post) => (
            <option key={post.id} value={post.id}>
              {post.title}（{post.name}）
            </option>
          ))}
        </Select>
      ) : null}
      <SignField signOff={signOff} fault={signFault} />
      {fault === null ? null : <Fault error={fault} />}
      <div className="row">
        <Button look="primary" type="submit" busy={busy}>
          {say(verb.label)}
        </Button>
        <Button onClick={onCancel}>{words.common.cancel}</Button>
      </div>
    </form>
  );
}
