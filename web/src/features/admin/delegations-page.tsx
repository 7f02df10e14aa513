import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { addDelegation, readDelegations, usePosts, useSession } from '../../api/index.ts';
import {
  Button,
  Dialog,
  Empty,
  Fault,
  Field,
  paperDate,
  Select,
  Skeleton,
  toast,
} from '../../design/index.ts';
import { fill } from '../../words/index.ts';
import { type AdminWords, useAdminWords } from './use-admin-words.ts';
import './admin.css';

/** Roles that may record a delegation: the office and the system administrator for anybody, others for their own post. */
const MAY_DELEGATE = new Set([
  'office-director',
  'principal-leader',
  'deputy-leader',
  'section-head',
  'security-admin',
]);
const FOR_OTHERS = new Set(['office-director', 'security-admin']);

/** 委托: who acts for whom, from when to when. */
export function DelegationsPage() {
  const words = useAdminWords();
  const client = useQueryClient();
  const asked = useQuery({ queryKey: ['delegations'], queryFn: readDelegations });
  const [adding, setAdding] = useState(false);
  const role = useSession().post?.role ?? '';
  const rows = asked.data ?? [];
  return (
    <div className="page">
      <div className="page-head">
        <h1>{words.admin.delegations}</h1>
        {MAY_DELEGATE.has(role) ? (
          <Button look="primary" onClick={() => setAdding(true)}>
            {words.admin.addDelegation}
          </Button>
        ) : null}
      </div>
      <p className="muted">{words.admin.delegationLead}</p>
      {asked.isPending ? <Skeleton rows={3} /> : null}
      {asked.isError ? <Fault error={asked.error} onRetry={() => asked.refetch()} /> : null}
      {asked.data && rows.length === 0 ? (
        <Empty title={words.admin.emptyDelegations} help={words.admin.emptyDelegationsHelp} />
      ) : null}
      {rows.length > 0 ? (
        <ul className="list">
          {rows.map((row) => (
            <li key={row.id} className="list-row person-row">
              <span>
                <span className="strong">
                  {row.fromPersonName ? `${row.fromPersonName}（${row.fromPostTitle}）` : row.fromPostTitle}
                </span>{' '}
                → <span className="strong">{row.toPersonName}</span>
              </span>
              <span>
                {paperDate(row.from)} — {paperDate(row.to)}
              </span>
              <span className="muted small">{scopeName(row.scope, words)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {adding ? (
        <AddDelegation
          onClose={() => setAdding(false)}
          onAdded={() => {
            setAdding(false);
            toast(words.admin.delegated);
            client.invalidateQueries({ queryKey: ['delegations'] });
          }}
        />
      ) : null}
    </div>
  );
}

function scopeName(scope: string, words: AdminWords): string {
  return (
    { all: words.admin.scopeAll, dispatch: words.nav.outgoing, incoming: words.nav.incoming }[scope] ?? scope
  );
}

function AddDelegation({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
  const words = useAdminWords();
  const session = useSession();
  const posts = usePosts(session.post?.organ.id ?? '');
  const today = session.node.now.slice(0, 10);
  const own = session.post?.id ?? '';
  const forOthers = FOR_OTHERS.has(session.post?.role ?? '');
  const [fromPostId, setFromPostId] = useState(forOthers ? '' : own);
  const [toPersonId, setToPersonId] = useState('');
  const [scope, setScope] = useState('all');
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const all = posts.data ?? [];
  const people = new Map(
    all.flatMap((post) => post.holders.map((holder) => [holder.id, `${holder.name}（${post.title}）`])),
  );
  const need = (value: string, what: string) =>
    tried && value === '' ? fill(words.errors.required, { what }) : null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (fromPostId === '' || toPersonId === '' || from === '' || to === '') {
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      await addDelegation({ fromPostId, toPersonId, scope, from, to });
      onAdded();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <Dialog title={words.admin.addDelegation} onClose={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        <Select
          label={words.admin.fromPost}
          value={fromPostId}
          fault={need(fromPostId, words.admin.fromPost)}
          onChange={(event) => setFromPostId(event.target.value)}
        >
          <option value="">{words.common.choose}</option>
          {all
            .filter((post) => forOthers || post.id === own)
            .map((post) => (
              <option key={post.id} value={post.id}>
                {post.title} {post.holders.map((holder) => holder.name).join('、')}
              </option>
            ))}
        </Select>
        <Select
          label={words.admin.toPerson}
          value={toPersonId}
          fault={need(toPersonId, words.admin.toPerson)}
          onChange={(event) => setToPersonId(event.target.value)}
        >
          <option value="">{words.common.choose}</option>
          {[...people].map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Select label={words.admin.scope} value={scope} onChange={(event) => setScope(event.target.value)}>
          <option value="all">{words.admin.scopeAll}</option>
          <option value="dispatch">{words.nav.outgoing}</option>
          <option value="incoming">{words.nav.incoming}</option>
        </Select>
        <Field
          label={words.admin.from}
          type="date"
          value={from}
          fault={need(from, words.admin.from)}
          onChange={(event) => setFrom(event.target.value)}
        />
        <Field
          label={words.admin.to}
          type="date"
          min={from}
          value={to}
          fault={need(to, words.admin.to)}
          onChange={(event) => setTo(event.target.value)}
        />
        {fault === null ? null : <Fault error={fault} />}
        <Button type="submit" look="primary" wide busy={busy}>
          {words.admin.addDelegation}
        </Button>
      </form>
    </Dialog>
  );
}
