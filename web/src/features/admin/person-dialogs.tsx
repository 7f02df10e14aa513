import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import {
  type AdminPerson,
  addPerson,
  addPost,
  grantPost,
  keys,
  newId,
  type OfficeRole,
  resetPerson,
  suspendPerson,
  usePosts,
  useSession,
} from '../../api/index.ts';
import { Button, Dialog, Fault, Field, Select } from '../../design/index.ts';
import { fill } from '../../words/index.ts';
import { firstPassword } from './first-password.ts';
import { roleNames } from './roles.ts';
import { useAdminWords } from './use-admin-words.ts';

/** A new person: name and login; the first password is made here and shown once. */
export function AddPerson({
  onClose,
  onAdded,
}: {
  onClose: () => void;
  onAdded: (name: string, login: string, password: string) => void;
}) {
  const words = useAdminWords();
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const [id] = useState(newId);
  const loginFits = /^[a-z0-9][a-z0-9._-]{0,31}$/.test(login.trim());
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '' || !loginFits) {
      return;
    }
    setBusy(true);
    setFault(null);
    const password = firstPassword();
    try {
      await addPerson({ id, name: name.trim(), login: login.trim(), password });
      onAdded(name.trim(), login.trim(), password);
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <Dialog title={words.admin.addPerson} onClose={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        <Field
          label={words.admin.name}
          value={name}
          maxLength={40}
          fault={tried && name.trim() === '' ? fill(words.errors.required, { what: words.admin.name }) : null}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label={words.admin.login}
          hint={words.admin.loginHelp}
          value={login}
          maxLength={32}
          autoCapitalize="none"
          spellCheck={false}
          fault={tried && !loginFits ? words.admin.loginHelp : null}
          onChange={(event) => setLogin(event.target.value.toLowerCase())}
        />
        {fault === null ? null : <Fault error={fault} />}
        <Button type="submit" look="primary" wide busy={busy}>
          {words.admin.addPerson}
        </Button>
      </form>
    </Dialog>
  );
}

/** A yes before an account is suspended or its password thrown away. */
export function AskPerson({
  person,
  verb,
  onClose,
  onDone,
}: {
  person: AdminPerson;
  verb: 'suspend' | 'reset';
  onClose: () => void;
  onDone: (password?: string) => void;
}) {
  const words = useAdminWords();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const name = verb === 'suspend' ? words.admin.suspend : words.admin.reset;
  const perform = async () => {
    setBusy(true);
    setFault(null);
    try {
      if (verb === 'suspend') {
        await suspendPerson(person.id, 'suspend');
        onDone();
      } else {
        onDone((await resetPerson(person.id)).password);
      }
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <Dialog title={`${name} · ${person.name}`} onClose={onClose}>
      <div className="stack">
        <p>
          {fill(verb === 'suspend' ? words.admin.suspendAsk : words.admin.resetAsk, { name: person.name })}
        </p>
        {fault === null ? null : <Fault error={fault} />}
        <div className="row">
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button look="primary" busy={busy} onClick={perform}>
            {name}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** A new post of the organ. */
export function AddPost({ onClose, onAdded }: { onClose: () => void; onAdded: (title: string) => void }) {
  const words = useAdminWords();
  const session = useSession();
  const client = useQueryClient();
  const [title, setTitle] = useState('');
  const [role, setRole] = useState<OfficeRole>('clerk');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const [id] = useState(newId);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (title.trim() === '') {
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      await addPost({ id, title: title.trim(), role });
      await client.invalidateQueries({ queryKey: keys.posts(session.post?.organ.id ?? '') });
      onAdded(title.trim());
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <Dialog title={words.admin.addPost} onClose={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        <Field
          label={words.admin.postTitle}
          maxLength={60}
          value={title}
          fault={
            tried && title.trim() === '' ? fill(words.errors.required, { what: words.admin.postTitle }) : null
          }
          onChange={(event) => setTitle(event.target.value)}
        />
        <Select
          label={words.admin.role}
          value={role}
          onChange={(event) => setRole(event.target.value as OfficeRole)}
        >
          {roleNames(words).map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        {fault === null ? null : <Fault error={fault} />}
        <Button type="submit" look="primary" wide busy={busy}>
          {words.admin.addPost}
        </Button>
      </form>
    </Dialog>
  );
}

/** Gives a person a post, from today on or between two days. */
export function GrantPost({
  person,
  onClose,
  onDone,
}: {
  person: AdminPerson;
  onClose: () => void;
  onDone: (title: string) => void;
}) {
  const words = useAdminWords();
  const session = useSession();
  const posts = usePosts(session.post?.organ.id ?? '');
  const [postId, setPostId] = useState('');
  const [from, setFrom] = useState(session.node.now.slice(0, 10));
  const [to, setTo] = useState('');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (postId === '' || from === '') {
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      await grantPost(person.id, { postId, from, ...(to === '' ? {} : { to }) });
      onDone(posts.data?.find((post) => post.id === postId)?.title ?? '');
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <Dialog title={`${words.admin.grant} · ${person.name}`} onClose={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        <Select
          label={words.admin.post}
          value={postId}
          fault={tried && postId === '' ? fill(words.errors.required, { what: words.admin.post }) : null}
          onChange={(event) => setPostId(event.target.value)}
        >
          <option value="">{words.common.choose}</option>
          {(posts.data ?? []).map((post) => (
            <option key={post.id} value={post.id}>
              {post.title}
            </option>
          ))}
        </Select>
        <Field
          label={words.admin.from}
          type="date"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
        <Field
          label={words.admin.to}
          type="date"
          optional
          min={from}
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
        {fault === null ? null : <Fault error={fault} />}
        <Button type="submit" look="primary" wide busy={busy}>
          {words.admin.grant}
        </Button>
      </form>
    </Dialog>
  );
}
