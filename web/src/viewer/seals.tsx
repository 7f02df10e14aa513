import type { Report, SignatureReport } from '../api/index.ts';
import { Button, Dialog } from '../design/index.ts';
import { SignatureView, signatureTone, VerdictNote } from '../verdict/index.ts';
import { fill } from '../words/index.ts';
import { useViewerWords } from '../words/use-viewer-words.ts';
import type { PageStamp, PaperSize } from './page-source.ts';

const SIGNS = { ok: '✓', warn: '▲', bad: '✕', none: '○' } as const;

function toneAt(report: Report | null, signature: number | null): keyof typeof SIGNS {
  const found = signature === null ? undefined : report?.signatures[signature];
  return found === undefined ? 'none' : signatureTone(found);
}

function nameOf(signature: SignatureReport | undefined, otherwise: string): string {
  return signature?.sealName ?? (signature?.signer || otherwise);
}

/** Seals of one page as places to press; each wears the sign of what the verifier said about it. */
export function SealMarks({
  stamps,
  paper,
  report,
  onOpen,
}: {
  stamps: readonly PageStamp[];
  paper: PaperSize;
  report: Report | null;
  onOpen: (signature: number | null) => void;
}) {
  const words = useViewerWords();
  return stamps.map(({ signature, box }) => {
    const tone = toneAt(report, signature);
    const found = signature === null ? undefined : report?.signatures[signature];
    return (
      <button
        type="button"
        key={`${signature}/${box.xMm}/${box.yMm}`}
        className={`seal-mark ${tone}`}
        style={{
          left: `${(box.xMm / paper.widthMm) * 100}%`,
          top: `${(box.yMm / paper.heightMm) * 100}%`,
          width: `${(box.widthMm / paper.widthMm) * 100}%`,
          height: `${(box.heightMm / paper.heightMm) * 100}%`,
        }}
        aria-label={fill(words.sealOn, { name: nameOf(found, words.sealsTitle) })}
        onClick={(event) => {
          event.stopPropagation();
          onOpen(signature);
        }}
      >
        <span className="seal-sign" aria-hidden="true">
          {SIGNS[tone]}
        </span>
      </button>
    );
  });
}

/** How many seals and signatures there are, with the sign of the worst; opens what the verifier said. */
export function SealsButton({
  count,
  report,
  short,
  onOpen,
}: {
  count: number;
  report: Report | null;
  /** There is room for the number only. */
  short: boolean;
  onOpen: () => void;
}) {
  const words = useViewerWords();
  const tones = report?.signatures.map(signatureTone) ?? [];
  const tone =
    tones.length === 0 ? 'none' : tones.includes('bad') ? 'bad' : tones.includes('warn') ? 'warn' : 'ok';
  return (
    <Button
      small
      className={`seals-button ${tone}`}
      aria-haspopup="dialog"
      aria-label={fill(words.seals, { n: count })}
      onClick={onOpen}
    >
      <span aria-hidden="true">{SIGNS[tone]} </span>
      {short ? count : fill(words.seals, { n: count })}
    </Button>
  );
}

/** What the verifier said, in its own words: the verdict, then one seal or all of them, and where they stand. */
export function SealsPanel({
  report,
  stamps,
  only,
  onGo,
  onClose,
}: {
  report: Report | null;
  stamps: readonly PageStamp[];
  /** Index of the one signature asked about; null for all. */
  only: number | null;
  onGo: (stamp: PageStamp) => void;
  onClose: () => void;
}) {
  const words = useViewerWords();
  const asked = (report?.signatures ?? []).map((signature, at) => ({ signature, at }));
  return (
    <Dialog title={words.sealsTitle} onClose={onClose} className="seals-panel">
      <div className="stack">
        {report ? <VerdictNote report={report} /> : <p className="muted">{words.unchecked}</p>}
        {asked
          .filter(({ at }) => only === null || at === only)
          .map(({ signature, at }) => (
            <section key={at} className="stack-tight seal-facts">
              <SignatureView signature={signature} />
              <PagesOf stamps={stamps.filter((stamp) => stamp.signature === at)} onGo={onGo} />
            </section>
          ))}
        {report === null ? <PagesOf stamps={stamps} onGo={onGo} /> : null}
      </div>
    </Dialog>
  );
}

/** One way to each page on which a seal stands. */
function PagesOf({ stamps, onGo }: { stamps: readonly PageStamp[]; onGo: (stamp: PageStamp) => void }) {
  const words = useViewerWords();
  const firsts = stamps.filter((stamp, at) => stamps.findIndex(({ page }) => page === stamp.page) === at);
  return (
    <div className="row">
      {firsts.slice(0, 50).map((stamp) => (
        <Button key={stamp.page} look="plain" small onClick={() => onGo(stamp)}>
          {fill(words.toPage, { n: stamp.page + 1 })}
        </Button>
      ))}
    </div>
  );
}
