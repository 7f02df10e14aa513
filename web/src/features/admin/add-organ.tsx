import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { addOrgan, keys, newId, subordinateKinds } from '../../api/index.ts';
import { Button, Dialog, Fault, Field, Select } from '../../design/index.ts';
import { fill } from '../../words/index.ts';
import { useAdminWords } from './use-admin-words.ts';

/** A subordinate organ; the same three administrators keep it from posts of its own. */
export function AddOrgan({ onClose, onAdded }: { onClose: () => void; onAdded: (name: string) => void }) {
  const words = useAdminWords();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [shortName, setShortName] = useState('');
  const [code, setCode] = useState('');
  const [kind, setKind] = useState<(typeof subordinateKinds)[number]>('village');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const [id] = useState(newId);
  const need = (value: string, least: number, what: string) =>
    tried && value.trim().length < least ? fill(words.errors.required, { what }) : null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim().length < 2 || shortName.trim() === '') {
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      await addOrgan({
        id,
        name: name.trim(),
        shortName: shortName.trim(),
        kind,
        ...(code.trim() === '' ? {} : { code: code.trim() }),
      });
      // The new posts stand in the session's list, to switch to.
      await client.invalidateQueries({ queryKey: keys.session });
      await client.invalidateQueries({ queryKey: keys.organs });
      onAdded(name.trim());
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <Dialog title={words.admin.addOrgan} onClose={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        <p className="muted">{words.admin.organHelp}</p>
        <Field
          label={words.admin.organName}
          value={name}
          maxLength={60}
          fault={need(name, 2, words.admin.organName)}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label={words.admin.organShort}
          value={shortName}
          maxLength={20}
          fault={need(shortName, 1, words.admin.organShort)}
          onChange={(event) => setShortName(event.target.value)}
        />
        <Select
          label={words.admin.organKind}
          value={kind}
          onChange={(event) => setKind(event.target.value as typeof kind)}
        >
          {subordinateKinds.map((one) => (
            <option key={one} value={one}>
              {words.admin.organKinds[one]}
            </option>
          ))}
        </Select>
        <Field
          label={words.admin.organCode}
          hint={words.admin.organCodeHelp}
          optional
          value={code}
          maxLength={20}
          onChange={(event) => setCode(event.target.value)}
        />
        {fault === null ? null : <Fault error={fault} />}
        <Button type="submit" look="primary" wide busy={busy}>
          {words.admin.addOrgan}
        </Button>
      </form>
    </Dialog>
  );
}
