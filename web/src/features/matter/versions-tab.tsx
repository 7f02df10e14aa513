import type { MatterDocument } from '../../api/index.ts';
import { Badge, listTime } from '../../design/index.ts';
import { fill, useWords } from '../../words/index.ts';

/** 版本: what was changed, by whom, when; the newest first. */
export function VersionsTab({ document }: { document: MatterDocument | null }) {
  const words = useWords();
  const versions = [...(document?.versions ?? [])].sort((left, right) => right.no - left.no);
  if (versions.length === 0) {
    return <p className="muted">{words.matter.noVersions}</p>;
  }
  return (
    <ol className="list">
      {versions.map((version, at) => {
        const slips = version.changed.filter((change) => change.mark === 'slip').length;
        const real = version.changed.length - slips;
        return (
          <li key={version.id} className="list-row">
            <span className="spread">
              <span className="strong">{fill(words.matter.version, { n: version.no })}</span>
              {at === 0 ? <Badge>{words.matter.latest}</Badge> : null}
            </span>
            <span className="muted small">
              {version.by} · {listTime(version.at)}
            </span>
            {version.no > 1 && version.changed.length > 0 ? (
              <span className="small">
                {fill(words.matter.changed, { n: version.changed.length })}
                {slips > 0 ? ` · ${words.matter.textual} ${slips}` : ''}
                {real > 0 ? ` · ${words.matter.substantive} ${real}` : ''}
              </span>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}
