import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type DragEvent, type FormEvent, useId, useState } from 'react';
import { createIncoming, keys, newId, type Upload, upload } from '../../api/index.ts';
import { Button, Fault, Field, Progress, Select, toast, useLayout } from '../../design/index.ts';
import { VerdictNote } from '../../verdict/index.ts';
import { chosenFile, DocumentViewer, opensHere } from '../../viewer/index.ts';
import { fill, useWords } from '../../words/index.ts';
import { useViewerWords } from '../../words/use-viewer-words.ts';
import './incoming.css';

/** Registers a paper or outside file: drop it, read the verdict, check what was read from it, register. */
export function NewIncomingPage() {
  const words = useWords();
  const layout = useLayout();
  const [read, setRead] = useState<Read | null>(null);
  if (read === null) {
    return (
      <div className="page">
        <h1>{words.incoming.title}</h1>
        <DropZone onRead={setRead} />
      </div>
    );
  }
  const form = <RegisterForm key={read.upload.id} file={read.upload} onOther={() => setRead(null)} />;
  const shown = opensHere(read.upload.format);
  return (
    <div className={shown && layout === 'desk' ? 'page incoming-beside' : 'page'}>
      <h1>{words.incoming.title}</h1>
      {form}
      {shown ? <ReadFile read={read} open={layout === 'desk'} /> : null}
    </div>
  );
}

/** A file on this machine and what the node found in it. */
type Read = { file: File; upload: Upload };

/** The file itself: beside the form where there is room, else behind one press. */
function ReadFile({ read, open }: { read: Read; open: boolean }) {
  const viewer = useViewerWords();
  const [asked, setAsked] = useState(false);
  return open || asked ? (
    <div className="incoming-file">
      <DocumentViewer file={chosenFile(read.file, read.upload.format)} report={read.upload.report ?? null} />
    </div>
  ) : (
    <Button wide onClick={() => setAsked(true)}>
      {viewer.look}
    </Button>
  );
}

function DropZone({ onRead }: { onRead: (read: Read) => void }) {
  const words = useWords();
  const id = useId();
  const [over, setOver] = useState(false);
  const [reading, setReading] = useState('');
  const [fault, setFault] = useState<unknown>(null);
  const take = async (file: File | undefined) => {
    if (file === undefined) {
      return;
    }
    setReading(file.name);
    setFault(null);
    try {
      onRead({ file, upload: await upload(file) });
    } catch (error) {
      setFault(error);
      setReading('');
    }
  };
  return (
    <div className="stack">
      <p>{words.incoming.lead}</p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition to the button inside */}
      <div
        className={over ? 'drop-zone over' : 'drop-zone'}
        onDragOver={(event: DragEvent) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event: DragEvent) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files[0]);
        }}
      >
        {reading === '' ? (
          <>
            <p className="drop-words">{words.incoming.drop}</p>
            <label className="button primary" htmlFor={id}>
              {words.incoming.pick}
            </label>
            <p className="muted small">{words.incoming.formats}</p>
          </>
        ) : (
          <Progress label={fill(words.incoming.checking, { name: reading })} />
        )}
        <input
          id={id}
          className="unseen"
          type="file"
          accept=".ofd,.pdf,.docx,.png,.jpg,.jpeg,.tif,.tiff"
          onChange={(event) => take(event.target.files?.[0])}
        />
      </div>
      {fault === null ? null : <Fault error={fault} />}
    </div>
  );
}

function firstOf(metadata: Record<string, string> | undefined, ...names: string[]): string {
  for (const name of names) {
    const value = metadata?.[name];
    if (value) {
      return value;
    }
  }
  return '';
}

function RegisterForm({ file, onOther }: { file: Upload; onOther: () => void }) {
  const words = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const metadata = file.report?.metadata;
  const [from, setFrom] = useState(
    firstOf(metadata, '发文机关', '发文机关署名', 'issuer') || (file.report?.signatures[0]?.sealName ?? ''),
  );
  const [number, setNumber] = useState(firstOf(metadata, '发文字号', 'number'));
  const [title, setTitle] = useState(
    firstOf(metadata, '标题', '公文标题', 'title') || (file.text?.title ?? file.name.replace(/\.[^.]+$/, '')),
  );
  const [urgency, setUrgency] = useState<'' | '加急' | '特急'>('');
  const [due, setDue] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const [key] = useState(newId);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (from.trim() === '' || title.trim() === '') {
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      const { matterId } = await createIncoming({
        key,
        uploadId: file.id,
        from: from.trim(),
        title: title.trim(),
        ...(number.trim() === '' ? {} : { number: number.trim() }),
        ...(urgency === '' ? {} : { urgency }),
        ...(due === '' ? {} : { dueOn: due }),
      });
      client.invalidateQueries({ queryKey: keys.todo });
      client.invalidateQueries({ queryKey: keys.matters });
      toast(words.incoming.registered);
      await navigate({ to: '/matters/$id', params: { id: matterId }, replace: true });
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <form className="card stack incoming-form" onSubmit={submit} noValidate>
      <div className="spread">
        <p className="strong">{file.name}</p>
        <Button look="plain" small onClick={onOther}>
          {words.incoming.other}
        </Button>
      </div>
      {file.report ? <VerdictNote report={file.report} /> : null}
      <p className="muted">{words.incoming.prefilled}</p>
      <Field
        label={words.incoming.subject}
        value={title}
        maxLength={200}
        fault={
          tried && title.trim() === '' ? fill(words.errors.required, { what: words.incoming.subject }) : null
        }
        onChange={(event) => setTitle(event.target.value)}
      />
      <Field
        label={words.incoming.from}
        value={from}
        maxLength={100}
        fault={
          tried && from.trim() === '' ? fill(words.errors.required, { what: words.incoming.from }) : null
        }
        onChange={(event) => setFrom(event.target.value)}
      />
      <Field
        label={words.incoming.number}
        optional
        maxLength={60}
        value={number}
        onChange={(event) => setNumber(event.target.value)}
      />
      <Select
        label={words.incoming.urgency}
        value={urgency}
        onChange={(event) => setUrgency(event.target.value as typeof urgency)}
      >
        <option value="">{words.draft.urgencyNone}</option>
        <option value="加急">{words.deadline.urgent}</option>
        <option value="特急">{words.deadline.most}</option>
      </Select>
      <Field
        label={words.incoming.due}
        type="date"
        optional
        value={due}
        onChange={(event) => setDue(event.target.value)}
      />
      {fault === null ? null : <Fault error={fault} />}
      <Button type="submit" look="primary" wide busy={busy}>
        {words.incoming.go}
      </Button>
    </form>
  );
}
