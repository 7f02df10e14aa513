import { useQuery } from '@tanstack/react-query';
import { readWitnesses } from '../../api/index.ts';
import { Badge, listTime } from '../../design/index.ts';
import { fill, useLanguage } from '../../words/index.ts';
import { logWords } from '../../words/log-words.ts';
import './log-witnesses.css';

/** What others say of the organ's log: who has witnessed it up to where, and what still waits. */
export function LogWitnesses({ year }: { year: number }) {
  const words = logWords[useLanguage()];
  const asked = useQuery({
    queryKey: ['witnesses', year],
    queryFn: () => readWitnesses(year),
    refetchInterval: 10_000,
  });
  const status = asked.data;
  if (!status) {
    return null;
  }
  const { witnessed, witnesses, window } = status;
  const upTo = (one: { size: number; at: string }) =>
    fill(words.upTo, { n: one.size, time: listTime(one.at) });
  const isInConflict = witnesses.some((one) => one.state === 'conflict');
  return (
    <section className="card stack" aria-labelledby="log-witnesses">
      <h2 id="log-witnesses">{words.title}</h2>
      {status.halted === null ? null : (
        <div role="alert" className="stack">
          <p>
            <Badge look="red">{words.halted}</Badge>
          </p>
          <p>{words.haltedHelp}</p>
        </div>
      )}
      {isInConflict ? <p role="alert">{words.conflictHelp}</p> : null}
      {status.isAsked ? (
        <>
          <p>
            {witnessed === null
              ? words.notYet
              : fill(words.witnessed, {
                  names: witnessed.by.map((one) => one.name).join('、'),
                  n: witnessed.size,
                  time: listTime(witnessed.at),
                })}
          </p>
          {window.entries > 0 ? (
            <>
              <p>{fill(words.pending, { n: window.entries, time: listTime(window.since) })}</p>
              <p className="muted">{words.pendingHelp}</p>
            </>
          ) : (
            <p>
              <Badge look="ok">{words.allSeen}</Badge>
            </p>
          )}
          <ul className="log-witnesses">
            {witnesses.map((one) => (
              <li key={one.name}>
                <span className="strong">{one.name}</span>{' '}
                {one.size > 0 ? fill(words.seen, { n: one.size }) : words.never}{' '}
                <Badge look={one.state === 'conflict' ? 'red' : one.state === 'fresh' ? 'ok' : 'warn'}>
                  {words[one.state]}
                </Badge>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="muted">{words.none}</p>
      )}
      {status.timestamped || status.anchored ? (
        <dl className="facts">
          {status.timestamped ? (
            <>
              <dt>{words.timestamped}</dt>
              <dd>{upTo(status.timestamped)}</dd>
            </>
          ) : null}
          {status.anchored ? (
            <>
              <dt>{words.anchored}</dt>
              <dd>{upTo(status.anchored)}</dd>
            </>
          ) : null}
        </dl>
      ) : null}
    </section>
  );
}
