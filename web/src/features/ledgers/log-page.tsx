import { useQuery } from '@tanstack/react-query';
import { readCheckpoint, useSession } from '../../api/index.ts';
import { Empty, Fault, officeYear, Progress } from '../../design/index.ts';
import { fill, useWords } from '../../words/index.ts';
import { LogWitnesses } from './log-witnesses.tsx';

/** The organ's log of this year: how many acts it holds and its newest signed page. */
export function LogPage() {
  const words = useWords();
  const session = useSession();
  const organId = session.post?.organ.id ?? '';
  const year = officeYear(session.node.now);
  const asked = useQuery({
    queryKey: ['checkpoint', organId, year],
    queryFn: () => readCheckpoint(organId, year),
    refetchInterval: 10_000,
  });
  const [origin = '', size = '', root = ''] = asked.data?.split('\n') ?? [];
  return (
    <div className="page">
      <h1>{words.log.title}</h1>
      <p>{words.log.lead}</p>
      {asked.isPending ? <Progress /> : null}
      {asked.isError ? <Fault error={asked.error} onRetry={() => asked.refetch()} /> : null}
      {asked.data === null ? <Empty title={words.log.empty} help={words.log.emptyHelp} /> : null}
      {asked.data ? (
        <section className="card stack">
          <p className="figure">{fill(words.log.size, { n: size })}</p>
          <p className="muted">{words.log.means}</p>
          <dl className="facts">
            <dt>{words.log.origin}</dt>
            <dd>{origin}</dd>
            <dt>{words.log.root}</dt>
            <dd className="hash">{root}</dd>
          </dl>
          <details>
            <summary>{words.log.checkpoint}</summary>
            <pre className="note-text">{asked.data}</pre>
          </details>
          <p>
            <a href={`/log/${organId}/${year}/checkpoint`}>{words.log.raw}</a>
          </p>
        </section>
      ) : null}
      <LogWitnesses year={year} />
    </div>
  );
}
