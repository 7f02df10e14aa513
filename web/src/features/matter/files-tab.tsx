import { useState } from 'react';
import type { MatterDocument } from '../../api/index.ts';
import { Button, Dialog, fileSize } from '../../design/index.ts';
import { DocumentViewer, opensHere, storedFile } from '../../viewer/index.ts';
import { useWords } from '../../words/index.ts';
import { useViewerWords } from '../../words/use-viewer-words.ts';

type Attachment = MatterDocument['attachments'][number];

/** 附件: each can be downloaded, and looked at where the viewer opens its kind. */
export function FilesTab({ attachments }: { attachments: Attachment[] }) {
  const words = useWords();
  const viewer = useViewerWords();
  const [shown, setShown] = useState<Attachment | null>(null);
  if (attachments.length === 0) {
    return <p className="muted">{words.matter.noAttachments}</p>;
  }
  return (
    <>
      <ul className="list">
        {attachments.map((attachment) => (
          <li key={attachment.id} className="attachment-row">
            <a className="list-row" href={attachment.href} download={attachment.name}>
              <span className="strong">{attachment.name}</span>
              <span className="muted small">
                {attachment.format.toUpperCase()} · {fileSize(attachment.size)}
              </span>
            </a>
            {opensHere(attachment.format) ? (
              <Button look="plain" small onClick={() => setShown(attachment)}>
                {viewer.look}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {shown ? (
        <Dialog title={shown.name} className="viewer-dialog" onClose={() => setShown(null)}>
          <DocumentViewer file={storedFile(shown)} />
        </Dialog>
      ) : null}
    </>
  );
}
