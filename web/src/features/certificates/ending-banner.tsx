import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { readAuthority } from '../../api/index.ts';
import { Note } from '../../design/index.ts';
import { fill, say } from '../../words/index.ts';
import { useCertificateWords } from './use-certificate-words.ts';

/** Above every page of an administrator while a certificate ends within sixty days: how many, and the next one. */
export function EndingBanner() {
  const { certificate: words } = useCertificateWords();
  const { data } = useQuery({ queryKey: ['authority'], queryFn: readAuthority, staleTime: 3_600_000 });
  const soonest = [...(data?.warnings ?? [])].sort((a, b) => a.daysLeft - b.daysLeft)[0];
  if (data === undefined || soonest === undefined) {
    return null;
  }
  return (
    <Note look={soonest.stage <= 7 ? 'bad' : 'warn'}>
      <p>
        {fill(words.banner, { n: data.warnings.length, what: say(soonest.message) })}{' '}
        <Link to="/admin/certificates">{words.look}</Link>
      </p>
    </Note>
  );
}
