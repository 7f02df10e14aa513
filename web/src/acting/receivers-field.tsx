import { useMemo, useState } from 'react';
import { type Organ, useOrgans, useSession } from '../api/index.ts';
import { Button, Fault, Progress } from '../design/index.ts';
import { fill, useWords } from '../words/index.ts';
import { organTree, type TreeLine } from './organ-tree.ts';

type Receiver = { organId: string; role: '主送' | '抄送' };

/** Whom a document goes to: the tree of organs, a shortcut for the own villages and communities, 主送 or 抄送 each. */
export function ReceiversField({
  value,
  onChange,
  fault,
}: {
  value: Receiver[];
  onChange: (value: Receiver[]) => void;
  fault: string | null;
}) {
  const words = useWords();
  const session = useSession();
  const organs = useOrgans();
  const [filter, setFilter] = useState('');
  const own = session.post?.organ.id ?? '';
  const lines = useMemo(() => organTree(organs.data ?? [], own), [organs.data, own]);
  if (organs.isError) {
    return <Fault error={organs.error} onRetry={() => organs.refetch()} />;
  }
  if (organs.data === undefined) {
    return <Progress />;
  }
  const villages = nearby(organs.data, own);
  const roleOf = (id: string) => value.find((receiver) => receiver.organId === id)?.role ?? null;
  const set = (id: string, role: Receiver['role'] | null) => {
    const rest = value.filter((receiver) => receiver.organId !== id);
    onChange(role === null ? rest : [...rest, { organId: id, role }]);
  };
  const allVillages = villages.length > 0 && villages.every((organ) => roleOf(organ.id) !== null);
  const wanted = filter.trim();
  const shown =
    wanted === ''
      ? lines
      : lines.filter((line) => `${line.organ.name}${line.organ.shortName}`.includes(wanted));
  return (
    <fieldset className="field">
      <legend>
        {words.act.receivers}{' '}
        <span className="muted small">{fill(words.act.chosen, { n: value.length })}</span>
      </legend>
      <div className="row">
        {villages.length > 0 ? (
          <Button
            small
            aria-pressed={allVillages}
            onClick={() => {
              const ids = new Set(villages.map((organ) => organ.id));
              const rest = value.filter((receiver) => !ids.has(receiver.organId));
              onChange(
                allVillages
                  ? rest
                  : [...rest, ...villages.map((organ) => ({ organId: organ.id, role: '主送' as const }))],
              );
            }}
          >
            {allVillages ? '✓ ' : ''}
            {words.act.villages}（{villages.length}）
          </Button>
        ) : null}
        {value.length > 0 ? (
          <Button look="plain" small onClick={() => onChange([])}>
            {words.act.nobody}
          </Button>
        ) : null}
      </div>
      <input
        className="input"
        type="search"
        aria-label={words.act.filter}
        placeholder={words.act.filter}
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
      />
      <div className="choices tall">
        {shown.length === 0 ? <p className="muted">{words.act.emptyOrgans}</p> : null}
        {shown.map((line) => (
          <OrganLine
            key={line.organ.id}
            line={line}
            flat={wanted !== ''}
            role={roleOf(line.organ.id)}
            onRole={(role) => set(line.organ.id, role)}
          />
        ))}
      </div>
      {fault ? (
        <span className="fault" role="alert">
          {fault}
        </span>
      ) : null}
    </fieldset>
  );
}

function OrganLine({
  line,
  flat,
  role,
  onRole,
}: {
  line: TreeLine;
  flat: boolean;
  role: Receiver['role'] | null;
  onRole: (role: Receiver['role'] | null) => void;
}) {
  const words = useWords();
  return (
    <div className="choice" style={{ paddingLeft: flat ? 0 : `${line.depth * 1.25}rem` }}>
      <label className="check">
        <input
          type="checkbox"
          checked={role !== null}
          onChange={() => onRole(role === null ? '主送' : null)}
        />
        <span>{line.organ.name}</span>
      </label>
      {role !== null ? (
        <Button
          look="plain"
          small
          aria-label={`${line.organ.name} ${role === '主送' ? words.act.mainSend : words.act.copySend}`}
          onClick={() => onRole(role === '主送' ? '抄送' : '主送')}
        >
          {role === '主送' ? words.act.mainSend : words.act.copySend} <span aria-hidden="true">⇄</span>
        </Button>
      ) : null}
    </div>
  );
}

/** Villages and communities of the own township, wherever in the tree they hang. */
function nearby(organs: Organ[], own: string): Organ[] {
  const byId = new Map(organs.map((organ) => [organ.id, organ]));
  const me = byId.get(own);
  const township = me?.kind === 'township' || me?.parentId === null ? own : (me?.parentId ?? own);
  return organs.filter((organ) => {
    if (organ.kind !== 'village' && organ.kind !== 'community') {
      return false;
    }
    let at: Organ | undefined = organ;
    for (let up = 0; up < 6 && at !== undefined; up += 1) {
      if (at.id === own || at.id === township) {
        return true;
      }
      at = at.parentId === null ? undefined : byId.get(at.parentId);
    }
    return false;
  });
}
