import { type FormEvent, useState } from 'react';
import { setUp } from '../../api/index.ts';
import { Button, Fault, Field, SecretField, toast } from '../../design/index.ts';
import { fill, useWords } from '../../words/index.ts';

const ROLES = ['system-admin', 'security-admin', 'audit-admin'] as const;

type Admin = { role: (typeof ROLES)[number]; name: string; login: string; password: string };

/** An empty node: the organ and its three administrators, who are three people. */
export function SetupPage({ onDone }: { onDone: () => void }) {
  const words = useWords();
  const [token, setToken] = useState('');
  const [organ, setOrgan] = useState({ name: '', shortName: '', code: '' });
  const [admins, setAdmins] = useState<Admin[]>(
    ROLES.map((role) => ({ role, name: '', login: '', password: '' })),
  );
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const names = {
    'system-admin': [words.setup.system, words.setup.systemHelp],
    'security-admin': [words.setup.security, words.setup.securityHelp],
    'audit-admin': [words.setup.audit, words.setup.auditHelp],
  } as const;
  const need = (value: string, what: string) =>
    tried && value.trim() === '' ? fill(words.errors.required, { what }) : null;
  const change = (at: number, part: Partial<Admin>) =>
    setAdmins(admins.map((admin, place) => (place === at ? { ...admin, ...part } : admin)));
  const logins = admins.map((admin) => admin.login.trim()).filter((login) => login !== '');
  const twice = new Set(logins).size !== logins.length;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const complete =
      token.trim() !== '' &&
      Object.values(organ).every((value) => value.trim() !== '') &&
      admins.every(
        (admin) => admin.name.trim() !== '' && admin.login.trim() !== '' && admin.password.length >= 12,
      ) &&
      !twice;
    if (!complete) {
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      await setUp({
        token: token.trim(),
        organ: { name: organ.name.trim(), shortName: organ.shortName.trim(), code: organ.code.trim() },
        administrators: admins.map((admin) => ({
          ...admin,
          name: admin.name.trim(),
          login: admin.login.trim(),
        })),
      });
      toast(words.setup.done);
      onDone();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <h1>{words.setup.title}</h1>
      <p>{words.setup.lead}</p>
      <section className="card stack">
        <Field
          label={words.setup.token}
          hint={words.setup.tokenHelp}
          autoComplete="off"
          spellCheck={false}
          fault={need(token, words.setup.token)}
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
      </section>
      <section className="card stack">
        <h2>{words.setup.organ}</h2>
        <Field
          label={words.setup.organName}
          fault={need(organ.name, words.setup.organName)}
          value={organ.name}
          onChange={(event) => setOrgan({ ...organ, name: event.target.value })}
        />
        <Field
          label={words.setup.organShort}
          fault={need(organ.shortName, words.setup.organShort)}
          value={organ.shortName}
          onChange={(event) => setOrgan({ ...organ, shortName: event.target.value })}
        />
        <Field
          label={words.setup.organCode}
          hint={words.setup.organCodeHelp}
          fault={need(organ.code, words.setup.organCode)}
          value={organ.code}
          onChange={(event) => setOrgan({ ...organ, code: event.target.value })}
        />
      </section>
      <h2>{words.setup.admins}</h2>
      <p className="muted">{words.setup.adminsHelp}</p>
      {admins.map((admin, at) => {
        const [name, help] = names[admin.role];
        return (
          <fieldset key={admin.role} className="card stack">
            <legend className="unseen">{name}</legend>
            <h3>
              {name} <span className="muted small">{help}</span>
            </h3>
            <Field
              label={words.setup.name}
              fault={need(admin.name, words.setup.name)}
              value={admin.name}
              onChange={(event) => change(at, { name: event.target.value })}
            />
            <Field
              label={words.setup.login}
              autoCapitalize="none"
              spellCheck={false}
              autoComplete="off"
              fault={need(admin.login, words.setup.login) ?? (tried && twice ? words.setup.twice : null)}
              value={admin.login}
              onChange={(event) => change(at, { login: event.target.value })}
            />
            <SecretField
              label={words.setup.password}
              hint={words.setup.passwordHelp}
              autoComplete="new-password"
              fault={tried && admin.password.length < 12 ? words.me.passwordShort : null}
              value={admin.password}
              onChange={(event) => change(at, { password: event.target.value })}
            />
          </fieldset>
        );
      })}
      {fault === null ? null : <Fault error={fault} />}
      <Button type="submit" look="primary" wide busy={busy}>
        {words.setup.go}
      </Button>
    </form>
  );
}
