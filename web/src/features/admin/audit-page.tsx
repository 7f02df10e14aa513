import { useInfiniteQuery } from '@tanstack/react-query';
import { readAudit } from '../../api/index.ts';
import { Empty, Fault, listTime, ScrollTable, Skeleton } from '../../design/index.ts';
import { MoreRows } from '../../lists/index.ts';
import { actorName, fill, say } from '../../words/index.ts';
import { useAdminWords } from './use-admin-words.ts';
import './admin.css';

/** 审计: that something happened, by whom and when; never what a document says. */
export function AuditPage() {
  const words = useAdminWords();
  const list = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) => readAudit(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const lines = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="page">
      <h1>{words.admin.audit}</h1>
      <p className="muted">{words.admin.auditLead}</p>
      {list.isPending ? <Skeleton rows={6} /> : null}
      {list.isError ? <Fault error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data && lines.length === 0 ? (
        <Empty title={words.admin.emptyAudit} help={words.admin.emptyAuditHelp} />
      ) : null}
      {lines.length > 0 ? (
        <ScrollTable label={words.admin.audit}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{words.admin.when}</th>
                <th scope="col">{words.admin.who}</th>
                <th scope="col">{words.admin.what}</th>
                <th scope="col">{words.admin.index}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.id}>
                  <td>{listTime(line.at)}</td>
                  <td>
                    {line.actor.name && line.actor.name !== line.actor.post
                      ? `${line.actor.name} ${line.actor.post}`
                      : actorName(line.actor.name, words.matter.system) || words.matter.system}
                  </td>
                  <td>{say(line.label)}</td>
                  <td>
                    {line.logIndex === null
                      ? words.timeline.pending
                      : fill(words.timeline.logged, { n: line.logIndex })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      ) : null}
      <MoreRows has={list.hasNextPage} busy={list.isFetchingNextPage} onMore={() => list.fetchNextPage()} />
    </div>
  );
}
