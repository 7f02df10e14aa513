import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import {
  applyForSeal,
  newId,
  type OrganPost,
  readPosts,
  readSeals,
  type Seal,
  useSession,
} from '../../api/index.ts';
import { Button, Fault, Field, Select, Skeleton, TextArea, toast } from '../../design/index.ts';
import { officePosts, RuleFields, usualRule } from './rule-fields.tsx';
import { useSealWords } from './use-seal-words.ts';
import './seals.css';

/** 申请刻制: which kind, what for, and the rule it is to be used under. */
export function ApplySealPage() {
  const words = useSealWords();
  const session = useSession();
  const { replaces } = useSearch({ from: '/seals/apply' });
  const organId = session.post?.organ.id ?? '';
  const posts = useQuery({ queryKey: ['posts', organId], queryFn: () => readPosts(organId) });
  const seals = useQuery({ queryKey: ['seals'], queryFn: readSeals });
  const old = seals.data?.find((seal) => seal.id === replaces);
  const ready = posts.data && seals.data;
  return (
    <div className="page">
      <p>
        <Link to="/seals">← {words.nav.seals}</Link>
      </p>
      <h1>{old === undefined ? words.seal.applySeal : `${words.seal.reissue} ${old.name}`}</h1>
      <p className="muted">{words.seal.demoLead}</p>
      {ready ? <Form posts={posts.data} old={old} /> : <Skeleton rows={4} />}
      {posts.isError ? <Fault error={posts.error} onRetry={() => posts.refetch()} /> : null}
    </div>
  );
}

function Form({ posts, old }: { posts: OrganPost[]; old: Seal | undefined }) {
  const words = useSealWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [id] = useState(newId);
  const [kind, setKind] = useState<Seal['kind']>(old?.kind ?? 'organ');
  const [purpose, setPurpose] = useState(old?.purpose ?? '');
  const [shape, setShape] = useState<Seal['shape']>(old?.shape ?? 'round');
  const people = officePosts(posts).flatMap((post) => post.holders);
  const [personId, setPersonId] = useState(old?.ownerId ?? people[0]?.id ?? '');
  const [reason, setReason] = useState('');
  const [rule, setRule] = useState(() => usualRule(posts, (old?.kind ?? 'organ') === 'personal'));
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const shapes: Seal['shape'][] =
    kind === 'personal'
      ? ['horizontal', 'vertical', 'square']
      : kind === 'business'
        ? ['round', 'oval']
        : ['round'];
  const choose = (next: Seal['kind']) => {
    setKind(next);
    setShape(next === 'personal' ? 'horizontal' : 'round');
    setRule(usualRule(posts, next === 'personal'));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const incomplete = reason.trim() === '' || (kind === 'business' && purpose.trim() === '');
    setMissing(incomplete);
    if (incomplete) {
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      await applyForSeal({
        id,
        kind,
        shape,
        reason,
        rule,
        ...(kind === 'business' ? { purpose } : {}),
        ...(kind === 'personal' ? { personId } : {}),
        ...(old === undefined ? {} : { replaces: old.id }),
      });
      await client.invalidateQueries({ queryKey: ['seals'] });
      toast(words.seal.applied);
      await navigate({ to: '/seals/$id', params: { id }, replace: true });
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  const fixed = old !== undefined;
  return (
    <form className="stack seal-form" onSubmit={submit} noValidate>
      <Select
        label={words.seal.kind}
        value={kind}
        disabled={fixed}
        onChange={(event) => choose(event.target.value as Seal['kind'])}
      >
        {(['organ', 'business', 'personal'] as const).map((one) => (
          <option key={one} value={one}>
            {words.seal.kinds[one]}
          </option>
        ))}
      </Select>
      {kind === 'business' ? (
        <Field
          label={words.seal.purpose}
          hint={words.seal.purposeHelp}
          maxLength={20}
          value={purpose}
          readOnly={fixed}
          fault={missing && purpose.trim() === '' ? words.seal.fillIn : null}
          onChange={(event) => setPurpose(event.target.value)}
        />
      ) : null}
      {kind === 'personal' ? (
        <Select
          label={words.seal.owner}
          hint={words.seal.ownerHelp}
          value={personId}
          disabled={fixed}
          onChange={(event) => setPersonId(event.target.value)}
        >
          {people.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </Select>
      ) : null}
      {shapes.length > 1 ? (
        <Select
          label={words.seal.shape}
          value={shape}
          onChange={(event) => setShape(event.target.value as Seal['shape'])}
        >
          {shapes.map((one) => (
            <option key={one} value={one}>
              {words.seal.shapes[one]}
            </option>
          ))}
        </Select>
      ) : null}
      <TextArea
        label={words.seal.reason}
        rows={2}
        maxLength={500}
        placeholder={words.seal.reasonHelp}
        value={reason}
        fault={missing && reason.trim() === '' ? words.seal.noteNeeded : null}
        onChange={(event) => setReason(event.target.value)}
      />
      <h2 className="minor">{words.seal.rule}</h2>
      <RuleFields rule={rule} personal={kind === 'personal'} posts={posts} onChange={setRule} />
      {fault === null ? null : <Fault error={fault} />}
      <div className="row">
        <Button look="primary" type="submit" busy={busy}>
          {words.seal.sendApplication}
        </Button>
      </div>
    </form>
  );
}
