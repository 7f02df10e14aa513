import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Empty, Progress } from '../design/index.ts';
import { useWords } from '../words/index.ts';
import { PagesView, type PagesViewProps } from './pages-view.tsx';

/** A file that is shown when the server has drawn no pages: a PDF, drawn here, or a picture as it is. */
export function FilePages({
  file,
  ...rest
}: { file: { href: string; format: string } } & Omit<PagesViewProps, 'hrefs'>) {
  const words = useWords();
  const asked = useQuery({
    queryKey: ['file-pages', file.href],
    queryFn: async ({ signal }) => (await import('./pdf-pages.ts')).pdfPages(file.href, signal),
    enabled: file.format === 'pdf',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const drawn = asked.data;
  useEffect(
    () => () => {
      for (const href of drawn ?? []) {
        URL.revokeObjectURL(href);
      }
    },
    [drawn],
  );
  if (file.format !== 'pdf') {
    return <PagesView {...rest} hrefs={[file.href]} />;
  }
  if (asked.isError) {
    return <Empty title={words.viewer.none} help={words.viewer.noneHelp} />;
  }
  return drawn === undefined ? (
    <Progress label={words.viewer.drawing} />
  ) : (
    <PagesView {...rest} hrefs={drawn} />
  );
}
