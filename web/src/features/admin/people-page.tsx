import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type AdminPerson, readPeople, suspendPerson, useSession } from '../../api/index.ts';
import { Badge, Button, Dialog, Empty, Fault, faultTitle, Skeleton, toast } from '../../design/index.ts';
import { fill } from '../../words/index.ts';
import { AddOrgan } from './add-organ.tsx';
import { AddPerson, AddPost, AskPerson, GrantPost } from './person-dialogs.tsx';
import { useAdminWords } from './use-admin-words.ts';
import './admin.css';

/** The one window that may stand open over the list. */
type Open =
  | { kind: 'person' }
  | { kind: 'post' }
  | { kind: 'organ' }
  | { kind: 'grant'; person: AdminPerson }
  | { kind: 'ask'; person: AdminPerson; verb: 'suspend' | 'reset' }
  | { kind: 'secret'; title: string; login: string; password: string };

/** 人员: who may sign in, in which posts. The system administrator adds, the security administrator grants and resets. */
export function PeoplePage() {
  const words = useAdminWords();
  const role = useSession().post?.role ?? '';
  const client = useQueryClient();
  const [open, setOpen] = useState<Open | null>(null);
  const list = useQuery({ queryKey: ['people'], queryFn: readPeople });
  const close = () => setOpen(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['people'] });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{words.admin.people}</h1>
        <div className="row">
          <Link to="/admin/delegations" className="button">
            {words.admin.delegations}
          </Link>
          {role === 'system-admin' ? (
            <>
              <Button onClick={() => setOpen({ kind: 'organ' })}>{words.admin.addOrgan}</Button>
              <Button onClick={() => setOpen({ kind: 'post' })}>{words.admin.addPost}</Button>
              <Button look="primary" onClick={() => setOpen({ kind: 'person' })}>
                {words.admin.addPerson}
              </Button>
            </>
          ) : null}
        </div>
      </div>
      {list.isPending ? <Skeleton rows={6} /> : null}
      {list.isError ? <Fault error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data?.length === 0 ? (
        <Empty title={words.admin.emptyPeople} help={words.admin.emptyPeopleHelp} />
      ) : null}
      {list.data && list.data.length > 0 ? (
        <ul className="list">
          {list.data.map((person) => (
            <PersonRow key={person.id} person={person} role={role} onOpen={setOpen} onChanged={refresh} />
          ))}
        </ul>
      ) : null}
      {open?.kind === 'person' ? (
        <AddPerson
          onClose={close}
          onAdded={(name, login, password) => {
            refresh();
            toast(fill(words.admin.added, { name }));
            setOpen({ kind: 'secret', title: words.admin.firstPassword, login, password });
          }}
        />
      ) : null}
      {open?.kind === 'post' ? (
        <AddPost
          onClose={close}
          onAdded={(post) => {
            close();
            toast(fill(words.admin.postAdded, { post }));
          }}
        />
      ) : null}
      {open?.kind === 'organ' ? (
        <AddOrgan
          onClose={close}
          onAdded={(organ) => {
            close();
            toast(fill(words.admin.organAdded, { organ }));
          }}
        />
      ) : null}
      {open?.kind === 'grant' ? (
        <GrantPost
          person={open.person}
          onClose={close}
          onDone={(post) => {
            close();
            refresh();
            toast(fill(words.admin.granted, { post }));
          }}
        />
      ) : null}
      {open?.kind === 'ask' ? (
        <AskPerson
          person={open.person}
          verb={open.verb}
          onClose={close}
          onDone={(password) => {
            refresh();
            if (password === undefined) {
              close();
              toast(fill(words.admin.suspended, { name: open.person.name }));
            } else {
              setOpen({ kind: 'secret', title: words.admin.newPassword, login: open.person.login, password });
            }
          }}
        />
      ) : null}
      {open?.kind === 'secret' ? (
        <Dialog title={open.title} onClose={close}>
          <div className="stack">
            <p>
              {words.admin.login}：<span className="strong">{open.login}</span>
            </p>
            <p className="secret-key">{open.password}</p>
            <p className="muted">{words.admin.firstPasswordHelp}</p>
            <Button wide onClick={close}>
              {words.admin.noted}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}

function PersonRow({
  person,
  role,
  onOpen,
  onChanged,
}: {
  person: AdminPerson;
  role: string;
  onOpen: (open: Open) => void;
  onChanged: () => void;
}) {
  const words = useAdminWords();
  const security = role === 'security-admin';
  const resume = async () => {
    try {
      await suspendPerson(person.id, 'resume');
      toast(fill(words.admin.resumed, { name: person.name }));
    } catch (error) {
      toast(faultTitle(error, words.errors));
    }
    onChanged();
  };
  return (
    <li className="list-row person-row">
      <span>
        <span className="strong">{person.name}</span> <span className="muted">{person.login}</span>
        <br />
        <span className="muted small">
          {person.posts.map((post) => post.title).join('、') || words.admin.noPost}
        </span>
      </span>
      <span className="row person-state">
        {person.suspended ? <Badge look="warn">{words.states.suspended}</Badge> : null}
        {person.locked ? <Badge look="warn">{words.admin.locked}</Badge> : null}
        {person.factors.length > 0 ? <span className="small muted">✓ {words.admin.twoFactor}</span> : null}
      </span>
      <span className="row">
        {person.suspended ? (
          <Button small aria-label={`${words.admin.resume} ${person.name}`} onClick={resume}>
            {words.admin.resume}
          </Button>
        ) : (
          <Button
            small
            aria-label={`${words.admin.suspend} ${person.name}`}
            onClick={() => onOpen({ kind: 'ask', person, verb: 'suspend' })}
          >
            {words.admin.suspend}
          </Button>
        )}
        {security ? (
          <>
            <Button
              small
              aria-label={`${words.admin.grant} ${person.name}`}
              onClick={() => onOpen({ kind: 'grant', person })}
            >
              {words.admin.grant}
            </Button>
            <Button
              small
              aria-label={`${words.admin.reset} ${person.name}`}
              onClick={() => onOpen({ kind: 'ask', person, verb: 'reset' })}
            >
              {words.admin.reset}
            </Button>
          </>
        ) : null}
      </span>
    </li>
  );
}
