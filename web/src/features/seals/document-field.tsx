import { useQuery } from '@tanstack/react-query';
import { readMatters } from '../../api/index.ts';
import { Fault, Select } from '../../design/index.ts';
import { useSealWords } from './use-seal-words.ts';

/** An own document that waits for its seal and whose signer the seal's rule does not name. */
export function DocumentField({
  matterId,
  missing,
  onMatter,
}: {
  matterId: string;
  missing: boolean;
  onMatter: (id: string) => void;
}) {
  const words = useSealWords();
  const list = useQuery({ queryKey: ['seal-documents'], queryFn: () => readMatters('outgoing', '', null) });
  const open = list.data?.items.filter((row) => row.state === 'open') ?? [];
  return (
    <>
      <Select
        label={words.seal.document}
        hint={words.seal.documentHelp}
        value={matterId}
        fault={missing ? words.seal.documentMissing : null}
        onChange={(event) => onMatter(event.target.value)}
      >
        <option value="">{words.seal.chooseWhom}</option>
        {open.map((row) => (
          <option key={row.id} value={row.id}>
            {[row.number, row.title].filter((part) => part).join(' ')}
          </option>
        ))}
      </Select>
      {list.isError ? <Fault error={list.error} onRetry={() => list.refetch()} /> : null}
    </>
  );
}
