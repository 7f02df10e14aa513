import { type FormEvent, useState } from 'react';
import { setUp } from '../../api/index.ts';
import { Button, Fault, Field, SecretField, toast } from '../../design/index.ts';
import { fill, useLanguage, useWords } from '../../words/index.ts';
import { setupWords } from '../../words/setup-words.ts';

const ROLES = ['system-admin', 'security-admin', 'audit-admin'] as const;

type Admin = { role: (typeof ROLES)[number]; name: string; login: string; password: string };

/** An empty node: the organ and its three administrators, who are three people. */
export function SetupPage({ onDone }: { onDone: () => void }) {
  const words = useWords();
  const setup = { ...words.setup, ...setupWords[useLanguage()] };
  const [token, setToken] = useState('');
  const [organ, setOrgan] = useState({ name: '', shortName: '', code: '' });
  const [admins, setAdmins] = useState<Admin[]>(
    ROLES.map((role) => ({ role, name: '', login: '', password: '' })),
  );
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const names = {
    'system-admin': [setup.system, setup.systemHelp],
    'security-admin': [setup.security, setup.securityHelp],
    'audit-admin': [setup.audit, setup.auditHelp],
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
      toast(setup.done);
      onDone();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <h1>{setup.title}</h1>
      <p>{setup.lead}</p>
      <section className="card stack">
        <Field
          label={setup.token}
          hint={setup.tokenHelp}
          autoComplete="off"
          spellCheck={false}
          fault={need(token, setup.token)}
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
      </section>
      <section className="card stack">
        <h2>{setup.organ}</h2>
        <Field
          label={setup.organName}
          fault={need(organ.name, setup.organName)}
          value={organ.name}
          onChange={(event) => setOrgan({ ...organ, name: event.target.value })}
        />
        <Field
          label={setup.organShort}
          fault={need(organ.shortName, setup.organShort)}
          value={organ.shortName}
          onChange={(event) => setOrgan({ ...organ, shortName: event.target.value })}
        />
        <Field
          label={setup.organCode}
          hint={setup.organCodeHelp}
          fault={need(organ.code, setup.organCode)}
          value={organ.code}
          onChange={(event) => setOrgan({ ...organ, code: event.target.value })}
        />
      </section>
      <h2>{setup.admins}</h2>
      <p className="muted">{setup.adminsHelp}</p>
      {admins.map((admin, at) => {
        const [name, help] = names[admin.role];
        return (
          <fieldset key={admin.role} className="card stack">
            <legend className="unseen">{name}</legend>
            <h3>
              {name} <span className="muted small">{help}</span>
            </h3>
            <Field
              label={setup.name}
              fault={need(admin.name, setup.name)}
              value={admin.name}
              onChange={(event) => change(at, { name: event.target.value })}
            />
            <Field
              label={setup.login}
              autoCapitalize="none"
              spellCheck={false}
              autoComplete="off"
              fault={need(admin.login, setup.login) ?? (tried && twice ? setup.twice : null)}
              value={admin.login}
              onChange={(event) => change(at, { login: event.target.value })}
            />
            <SecretField
              label={setup.password}
              hint={setup.passwordHelp}
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
        {setup.go}
      </Button>
    </form>
  );
}
