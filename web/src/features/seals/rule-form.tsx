import { type FormEvent, useState } from 'react';
import { type OrganPost, type SealPageView, setSealRule } from '../../api/index.ts';
import { Button, Fault } from '../../design/index.ts';
import { RuleFields } from './rule-fields.tsx';
import { useSealWords } from './use-seal-words.ts';

/** Changes the rule of a seal; a refusal stands beside the button, in words. */
export function RuleForm({
  seal,
  posts,
  onDone,
  onCancel,
}: {
  seal: SealPageView;
  posts: readonly OrganPost[];
  onDone: (seal: SealPageView) => void;
  onCancel: () => void;
}) {
  const words = useSealWords();
  const [rule, setRule] = useState(seal.rule);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      onDone(await setSealRule(seal.id, rule));
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <form className="stack seal-form" onSubmit={submit} noValidate>
      <RuleFields rule={rule} personal={seal.kind === 'personal'} posts={posts} onChange={setRule} />
      {fault === null ? null : <Fault error={fault} />}
      <div className="row">
        <Button look="primary" type="submit" busy={busy}>
          {words.seal.save}
        </Button>
        <Button onClick={onCancel}>{words.common.cancel}</Button>
      </div>
    </form>
  );
}
