import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiError, addFont, type Fonts, readFonts, removeFont } from '../../api/index.ts';
import { Badge, Button, Dialog, Fault, Note, Skeleton, toast } from '../../design/index.ts';
import { fontRoleName } from '../../viewer/index.ts';
import { fill } from '../../words/index.ts';
import { useAdminWords } from './use-admin-words.ts';
import './admin.css';

type Font = Fonts['roles'][number];

/** Why a font was not taken, when the server says more than its code. */
function reasonOf(error: unknown): string {
  const details = error instanceof ApiError ? error.details : null;
  return typeof details === 'object' && details !== null && 'reason' in details ? String(details.reason) : '';
}

/** 字体: which font sets each part of a page, and the office's own in the place of a stand-in. */
export function FontsPage() {
  const words = useAdminWords();
  const client = useQueryClient();
  const list = useQuery({ queryKey: ['fonts'], queryFn: readFonts });
  const [removing, setRemoving] = useState<Font | null>(null);
  const show = (fonts: Fonts) => client.setQueryData<Fonts>(['fonts'], fonts);
  return (
    <div className="page">
      <h1>{words.nav.fonts}</h1>
      <p className="muted">{words.fonts.lead}</p>
      {list.isPending ? <Skeleton rows={6} /> : null}
      {list.isError ? <Fault error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data && list.data.problems.length > 0 ? (
        <Note look="warn">
          <p className="strong">{words.fonts.problems}</p>
          <ul>
            {list.data.problems.map((problem) => (
              <li key={problem.file}>
                {problem.file}：{problem.message}
              </li>
            ))}
          </ul>
        </Note>
      ) : null}
      {list.data ? (
        <ul className="list" aria-label={words.nav.fonts}>
          {list.data.roles.map((font) => (
            <FontRow key={font.role} font={font} onChanged={show} onRemove={() => setRemoving(font)} />
          ))}
        </ul>
      ) : null}
      <p className="muted small">
        {words.fonts.formats}
        {words.fonts.ownOnly}
      </p>
      {removing ? (
        <RemoveFont
          font={removing}
          onClose={() => setRemoving(null)}
          onDone={(fonts) => {
            setRemoving(null);
            show(fonts);
            toast(words.fonts.removed);
          }}
        />
      ) : null}
    </div>
  );
}

function FontRow({
  font,
  onChanged,
  onRemove,
}: {
  font: Font;
  onChanged: (fonts: Fonts) => void;
  onRemove: () => void;
}) {
  const words = useAdminWords();
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<{ name: string; share: number } | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const role = fontRoleName(font.role);
  const origin = font.own ? words.fonts.own : words.fonts.installed;
  const take = async (file: File | undefined) => {
    if (file === undefined || sending !== null) {
      return;
    }
    setFault(null);
    setSending({ name: file.name, share: 0 });
    try {
      const fonts = await addFont(file, font.role, (share) => setSending({ name: file.name, share }));
      onChanged(fonts);
      const roles = fonts.added.roles.map((one) => fontRoleName(one)).join('、');
      toast(fill(words.fonts.added, { name: fonts.added.name, roles }));
    } catch (error) {
      setFault(error);
    }
    setSending(null);
    if (input.current) {
      input.current.value = '';
    }
  };
  const progress =
    sending === null
      ? ''
      : sending.share < 1
        ? fill(words.fonts.sending, { name: sending.name, n: Math.floor(sending.share * 100) })
        : fill(words.fonts.trying, { name: sending.name });
  return (
    <li className="list-row person-row font-row">
      <span>
        <span className="strong">{words.fonts.uses[font.role]}</span>
        <br />
        <span className="muted small">
          {words.fonts.now}：{font.name}
        </span>
      </span>
      <span className="row person-state">
        {font.standIn ? <Badge look="warn">{words.fonts.standIn}</Badge> : <Badge look="ok">{origin}</Badge>}
      </span>
      <span className="row">
        <input
          ref={input}
          type="file"
          accept=".ttf,.otf"
          hidden
          onChange={(event) => take(event.target.files?.[0])}
        />
        <Button small busy={sending !== null} onClick={() => input.current?.click()}>
          {fill(font.own ? words.fonts.replace : words.fonts.upload, { role })}
        </Button>
        {font.own ? (
          <Button small look="plain" onClick={onRemove}>
            {fill(words.fonts.remove, { role })}
          </Button>
        ) : null}
      </span>
      {sending === null ? null : (
        <span className="row-note stack-tight" role="status">
          <progress max={1} {...(sending.share < 1 ? { value: sending.share } : {})} aria-label={progress} />
          <span className="small">{progress}</span>
        </span>
      )}
      {fault === null ? null : (
        <div className="row-note stack-tight">
          <Fault error={fault} />
          {reasonOf(fault) === '' ? null : (
            <p className="small">{fill(words.fonts.reason, { reason: reasonOf(fault) })}</p>
          )}
        </div>
      )}
    </li>
  );
}

function RemoveFont({
  font,
  onClose,
  onDone,
}: {
  font: Font;
  onClose: () => void;
  onDone: (fonts: Fonts) => void;
}) {
  const words = useAdminWords();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const name = fill(words.fonts.remove, { role: fontRoleName(font.role) });
  const remove = async () => {
    setBusy(true);
    setFault(null);
    try {
      onDone(await removeFont(font.file));
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <Dialog title={name} onClose={onClose}>
      <div className="stack">
        <p>{fill(words.fonts.removeAsk, { name: font.name })}</p>
        {fault === null ? null : <Fault error={fault} />}
        <div className="row">
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button look="primary" busy={busy} onClick={remove}>
            {name}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
