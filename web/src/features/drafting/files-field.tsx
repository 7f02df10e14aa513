import { type DragEvent, useId, useRef, useState } from 'react';
import { type Attached, type Upload, upload } from '../../api/index.ts';
import { Button, Dialog, Fault, fileSize, Progress } from '../../design/index.ts';
import { fill } from '../../words/index.ts';
import { useDraftWords } from './use-draft-words.ts';

/** Files of a draft: each may become the text, or go along as an attachment. */
export function FilesField({
  attachments,
  onAttachments,
  onText,
}: {
  attachments: Attached[];
  onAttachments: (attachments: Attached[]) => void;
  onText: (upload: Upload) => void;
}) {
  const words = useDraftWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [reading, setReading] = useState('');
  const [fault, setFault] = useState<unknown>(null);
  const [asked, setAsked] = useState<Upload | null>(null);
  const [over, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (file === undefined) {
      return;
    }
    setReading(file.name);
    setFault(null);
    try {
      const read = await upload(file);
      if (read.text && read.text.blocks.length > 0) {
        setAsked(read);
      } else {
        onAttachments([...attachments, read]);
      }
    } catch (error) {
      setFault(error);
    }
    setReading('');
    if (input.current) {
      input.current.value = '';
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition to the button inside
    <div
      className={over ? 'field drop over' : 'field drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span className="label">{words.draft.attachments}</span>
      {attachments.length === 0 ? <span className="hint">{words.draft.noAttachments}</span> : null}
      <ul className="stack-tight">
        {attachments.map((attachment, at) => (
          <li key={attachment.id} className="spread">
            <span>
              {at + 1}. {attachment.name} <span className="muted small">{fileSize(attachment.size)}</span>
            </span>
            <Button
              look="plain"
              small
              aria-label={`${words.common.remove} ${attachment.name}`}
              onClick={() => onAttachments(attachments.filter((other) => other.id !== attachment.id))}
            >
              {words.common.remove}
            </Button>
          </li>
        ))}
      </ul>
      <div className="row">
        <label className="button" htmlFor={id}>
          {words.draft.upload}
        </label>
        <input
          ref={input}
          id={id}
          className="unseen"
          type="file"
          accept=".docx,.pdf,.ofd,.png,.jpg,.jpeg"
          onChange={(event) => take(event.target.files?.[0])}
        />
        <span className="hint">{words.draft.uploadHelp}</span>
      </div>
      {reading === '' ? null : <Progress label={fill(words.draft.uploading, { name: reading })} />}
      {fault === null ? null : <Fault error={fault} />}
      {asked ? (
        <Dialog title={fill(words.draft.uploadAsk, { name: asked.name })} onClose={() => setAsked(null)}>
          <div className="stack">
            <div className="text-sample">
              {asked.text?.blocks.slice(0, 6).map((block) => (
                <p key={block.id}>{block.text}</p>
              ))}
            </div>
            <p className="muted">{words.draft.replaceText}</p>
            <div className="row">
              <Button
                look="primary"
                onClick={() => {
                  onText(asked);
                  setAsked(null);
                }}
              >
                {words.draft.uploadText}
              </Button>
              <Button
                onClick={() => {
                  onAttachments([...attachments, asked]);
                  setAsked(null);
                }}
              >
                {words.draft.uploadAttach}
              </Button>
            </div>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}
