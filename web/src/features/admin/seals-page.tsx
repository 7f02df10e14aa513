import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { makeSeal, readSeals, type Seal } from '../../api/index.ts';
import { Badge, Button, Empty, Fault, Progress, paperDate, Skeleton, toast } from '../../design/index.ts';
import { fill } from '../../words/index.ts';
import { useAdminWords } from './use-admin-words.ts';
import './admin.css';

/** 印章: the seals of the organ, and the making of a demonstration seal where there is none in force. */
export function SealsPage() {
  const words = useAdminWords();
  const client = useQueryClient();
  const list = useQuery({ queryKey: ['seals'], queryFn: readSeals });
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const make = async () => {
    setBusy(true);
    setFault(null);
    try {
      const seal = await makeSeal();
      toast(fill(words.seals.made, { name: seal.name }));
      await client.invalidateQueries({ queryKey: ['seals'] });
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
  };
  const isCovered = list.data?.some((seal) => seal.state === 'in-force') ?? false;
  const button = (
    <Button look="primary" busy={busy} onClick={make}>
      {words.seals.make}
    </Button>
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>{words.nav.seals}</h1>
        {list.data && list.data.length > 0 && !isCovered ? button : null}
      </div>
      <p className="muted">{words.seals.lead}</p>
      {busy ? <Progress label={words.seals.making} /> : null}
      {fault === null ? null : <Fault error={fault} />}
      {list.isPending ? <Skeleton rows={2} /> : null}
      {list.isError ? <Fault error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data?.length === 0 ? (
        <Empty title={words.seals.empty} help={words.seals.emptyHelp}>
          {button}
        </Empty>
      ) : null}
      {list.data && list.data.length > 0 ? (
        <ul className="list">
          {list.data.map((seal) => (
            <SealRow key={seal.id} seal={seal} />
          ))}
        </ul>
      ) : null}
      <p className="muted small">{words.seals.real}</p>
    </div>
  );
}

function SealRow({ seal }: { seal: Seal }) {
  const words = useAdminWords();
  const names = { 'in-force': words.seals.inForce, 'not-yet': words.seals.notYet, ended: words.seals.ended };
  return (
    <li className="list-row seal-row">
      <img
        src={seal.pictureHref}
        alt={fill(words.seals.picture, { name: seal.name })}
        width={168}
        height={168}
      />
      <div className="stack-tight">
        <p className="strong">{seal.name}</p>
        <p className="row">
          <Badge look={seal.state === 'in-force' ? 'ok' : 'warn'}>{names[seal.state]}</Badge>
          <Badge look="warn">{words.seals.demo}</Badge>
        </p>
        <p>
          {words.seals.valid}：{paperDate(seal.validFrom)} — {paperDate(seal.validTo)}
        </p>
        <p className="muted small">
          {fill(words.seals.diameter, { n: seal.diameterMm })} · {words.seals.code} <code>{seal.esId}</code>
        </p>
      </div>
    </li>
  );
}
