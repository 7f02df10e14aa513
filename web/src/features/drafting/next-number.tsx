import { useQuery } from '@tanstack/react-query';
import { nextNumber, readDocumentKinds, useSession } from '../../api/index.ts';
import { Field, officeYear } from '../../design/index.ts';
import { fill } from '../../words/index.ts';
import type { Writing } from './draft-state.ts';
import { useDraftWords } from './use-draft-words.ts';

/** The agency code and the number that is free now: a forecast, since the number itself is taken at 登记. */
export function NextNumber({
  writing,
  onChange,
}: {
  writing: Writing;
  onChange: (part: Partial<Writing>) => void;
}) {
  const words = useDraftWords();
  const session = useSession();
  const kinds = useQuery({
    queryKey: ['document-kinds', session.post?.organ.id],
    queryFn: readDocumentKinds,
    staleTime: 600_000,
  });
  const usual = kinds.data?.find((kind) => kind.kind === writing.kind)?.numberCode;
  const code = writing.fields.numberCode ?? usual ?? '';
  const year = officeYear(session.node.now);
  const asked = useQuery({
    queryKey: ['next-number', session.post?.organ.id, code, year],
    queryFn: () => nextNumber(code, year),
    enabled: usual !== undefined,
    placeholderData: (before) => before,
    staleTime: 20_000,
  });
  return (
    <Field
      label={words.draft.code}
      maxLength={30}
      hint={
        asked.data
          ? fill(words.draft.numberNext, {
              number: `${asked.data.code}〔${asked.data.year}〕${asked.data.n}号`,
            })
          : words.draft.numberOff
      }
      value={code}
      onChange={(event) => onChange({ fields: { ...writing.fields, numberCode: event.target.value } })}
    />
  );
}
