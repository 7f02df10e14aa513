import type { MatterDocument } from '../../api/index.ts';
import { fileSize } from '../../design/index.ts';
import { useWords } from '../../words/index.ts';

/** 附件. */
export function FilesTab({ attachments }: { attachments: MatterDocument['attachments'] }) {
  const words = useWords();
  if (attachments.length === 0) {
    return <p className="muted">{words.matter.noAttachments}</p>;
  }
  return (
    <ul className="list">
      {attachments.map((attachment) => (
        <li key={attachment.id}>
          <a className="list-row" href={attachment.href} download={attachment.name}>
            <span className="strong">{attachment.name}</span>
            <span className="muted small">
              {attachment.format.toUpperCase()} · {fileSize(attachment.size)}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
