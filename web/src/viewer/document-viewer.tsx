import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { csrf, type Report } from '../api/index.ts';
import { Empty, Progress } from '../design/index.ts';
import { useViewerWords } from '../words/use-viewer-words.ts';
import { openSource, type ShownFile } from './open-source.ts';
import { type PageSource, SourceError } from './page-source.ts';
import { pictureSource } from './picture-source.ts';
import { Viewer, type ViewerExtras } from './viewer.tsx';

/** A file kept by the node, by its address. */
export function storedFile({ href, format }: { href: string; format: string }): ShownFile {
  return {
    key: href,
    format,
    async load(signal) {
      const response = await fetch(href, { signal, headers: { 'x-csrf-token': csrf() } });
      if (!response.ok) {
        throw new Error(`The file answered ${response.status}`);
      }
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}

/** A file the person has chosen on this machine. */
export function chosenFile(file: File, format: string): ShownFile {
  return {
    key: `${file.name}/${file.size}/${file.lastModified}`,
    format,
    load: async () => new Uint8Array(await file.arrayBuffer()),
  };
}

/** Pages by address, and what stands around them. */
export type PagesViewProps = ViewerExtras & { hrefs: string[] };

/** Pages drawn elsewhere, by address: a draft's, whose file does not exist yet. Each is a picture and can run nothing. */
export function PagesView({ hrefs, ...extras }: PagesViewProps) {
  const before = useRef<PageSource | null>(null);
  const source = useMemo(() => {
    // While somebody types, the next pages come with the sizes of those before: nothing jumps.
    const next = pictureSource(hrefs, before.current?.sizes());
    before.current = next;
    return next;
  }, [hrefs]);
  return <Viewer {...extras} source={source} />;
}

/** A file opened here, in the reader's browser; `hrefs` are pages the node drew, shown when it cannot be opened here. */
export function DocumentViewer({
  file,
  hrefs = [],
  fault,
  ...extras
}: ViewerExtras & {
  file: ShownFile;
  hrefs?: string[];
  /** What can be done when the file does not open; stands below the reason. */
  fault?: ReactNode;
}) {
  const words = useViewerWords();
  const opened = useOpened(file, extras.report ?? null);
  if (opened === null) {
    return (
      <div className="viewer-opening">
        <Progress label={words.drawing} />
      </div>
    );
  }
  if (opened instanceof Error) {
    const slow = opened instanceof SourceError && opened.code === 'slow';
    return hrefs.length > 0 ? (
      <PagesView {...extras} hrefs={hrefs} />
    ) : (
      <Empty title={slow ? words.slow : words.unreadable} help={slow ? words.slowHelp : words.unreadableHelp}>
        {fault}
      </Empty>
    );
  }
  return <Viewer {...extras} source={opened} />;
}

/** The file's pages; null while it is being opened, an error when it cannot be. */
function useOpened(file: ShownFile, report: Report | null): PageSource | Error | null {
  const [opened, setOpened] = useState<{ key: string; result: PageSource | Error } | null>(null);
  const latest = useRef({ file, report });
  latest.current = { file, report };
  const { key } = file;
  useEffect(() => {
    const asked = new AbortController();
    let source: PageSource | null = null;
    openSource(latest.current.file, latest.current.report, asked.signal).then(
      (result) => {
        source = result;
        if (asked.signal.aborted) {
          result.close();
        } else {
          setOpened({ key, result });
        }
      },
      (error: unknown) => {
        if (!asked.signal.aborted) {
          setOpened({ key, result: error instanceof Error ? error : new Error(String(error)) });
        }
      },
    );
    return () => {
      asked.abort();
      source?.close();
    };
  }, [key]);
  return opened?.key === key ? opened.result : null;
}
