import { useQuery } from '@tanstack/react-query';
import { nextNumber, useOrgans, useSession } from '../../api/index.ts';
import { officeYear } from '../../design/index.ts';
import { fill, useWords } from '../../words/index.ts';
import { kindNamed } from './document-kinds.ts';

/** The number that is free now: a forecast, since the number itself is taken at 登记. */
export function NextNumber({ kind }: { kind: string }) {
  const words = useWords();
  const session = useSession();
  const organs = useOrgans();
  const organId = session.post?.organ.id ?? '';
  const own = organs.data?.find((organ) => organ.id === organId);
  const agency = own?.code ?? '';
  const { series } = kindNamed(kind);
  const code = series === null ? '' : `${agency}${series}`;
  const year = officeYear(session.node.now);
  const asked = useQuery({
    queryKey: ['next-number', code, year],
    queryFn: () => nextNumber(code, year),
    enabled: agency !== '',
    staleTime: 30_000,
  });
  return (
    <p className="note">
      <span>
        <span className="strong">{words.draft.number}</span>{' '}
        {asked.data
          ? fill(words.draft.numberNext, {
              number: `${asked.data.code}〔${asked.data.year}〕${asked.data.n}号`,
            })
          : words.draft.numberOff}
      </span>
    </p>
  );
}
