import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import { applyToSeal, keys, newId, readSealChoices, type SealUseBody, type Upload } from '../../api/index.ts';
import { Button, Empty, Fault, Field, Note, Select, Skeleton, TextArea, toast } from '../../design/index.ts';
import { fill } from '../../words/index.ts';
import { DocumentField } from './document-field.tsx';
import { FileField } from './file-field.tsx';
import { hasPages } from './has-pages.ts';
import { useSealWords } from './use-seal-words.ts';
import './seals.css';

type Choices = Awaited<ReturnType<typeof readSealChoices>>;
type Spot = NonNullable<SealUseBody['place']>['spot'];

const SPOTS: readonly Spot[] = ['bottom-right', 'bottom-middle', 'bottom-left', 'middle', 'top-right'];

/** 申请用印 on a file: upload it, say what for, where the seal goes and who approves. */
export function NewUsePage() {
  const words = useSealWords();
  const choices = useQuery({ queryKey: ['seal-choices'], queryFn: readSealChoices });
  const seals = choices.data?.filter((seal) => seal.approvers.length > 0) ?? [];
  return (
    <div className="page">
      <p>
        <Link to="/seals/uses">← {words.seal.uses}</Link>
      </p>
      <h1>{words.seal.useTitle}</h1>
      <p className="muted">{words.seal.useLead}</p>
      {choices.isPending ? <Skeleton rows={4} /> : null}
      {choices.isError ? <Fault error={choices.error} onRetry={() => choices.refetch()} /> : null}
      {choices.data && seals.length === 0 ? (
        <Empty title={words.seal.noSeal} help={words.seal.noSealHelp} />
      ) : null}
      {seals.length > 0 ? <Form seals={seals} /> : null}
    </div>
  );
}

function Form({ seals }: { seals: Choices }) {
  const words = useSealWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [id] = useState(newId);
  const [about, setAbout] = useState<'file' | 'document'>(() =>
    seals.some((one) => one.files) ? 'file' : 'document',
  );
  const [file, setFile] = useState<Upload | null>(null);
  const [matterId, setMatterId] = useState('');
  const [sealId, setSealId] = useState(seals[0]?.id ?? '');
  // A file goes under those seals only whose rule allows it; where there is none, only documents are left.
  const forFiles = seals.filter((one) => one.files);
  const usable = about === 'file' && forFiles.length > 0 ? forFiles : seals;
  const seal = usable.find((one) => one.id === sealId) ?? usable[0]!;
  const [approver, setApprover] = useState('');
  const [purpose, setPurpose] = useState('');
  const [copies, setCopies] = useState('1');
  const [page, setPage] = useState(0);
  const [spot, setSpot] = useState<Spot>('bottom-right');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const sent = useRef({ text: '', key: '' });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const subject =
      about === 'file'
        ? file && { uploadId: file.id, place: { page, spot } }
        : matterId !== '' && { documentMatterId: matterId };
    setMissing(!subject || purpose.trim() === '');
    if (!subject || purpose.trim() === '') {
      return;
    }
    const body = {
      id,
      sealId: seal.id,
      ...subject,
      purpose,
      copies: Math.min(1000, Math.max(1, Number(copies) || 1)),
      postId: seal.approvers.some((one) => one.id === approver) ? approver : seal.approvers[0]!.id,
    };
    // The same form sent twice is one application; a changed one is another command.
    const text = JSON.stringify(body);
    if (text !== sent.current.text) {
      sent.current = { text, key: newId() };
    }
    setBusy(true);
    setFault(null);
    try {
      await applyToSeal({ ...body, key: sent.current.key });
      await Promise.all([
        client.invalidateQueries({ queryKey: ['seal-uses'] }),
        client.invalidateQueries({ queryKey: keys.todo }),
      ]);
      toast(words.seal.submitted);
      await navigate({ to: '/seals/uses/$id', params: { id }, replace: true });
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  const pages = Math.min(file?.text?.pages ?? 0, 200);
  return (
    <form className="stack seal-form" onSubmit={submit} noValidate>
      <Select
        label={words.seal.about}
        value={about}
        onChange={(event) => setAbout(event.target.value as typeof about)}
      >
        {forFiles.length > 0 ? <option value="file">{words.seal.aboutFile}</option> : null}
        <option value="document">{words.seal.aboutDocument}</option>
      </Select>
      {about === 'file' ? (
        <>
          <FileField file={file} missing={missing && file === null} onFile={setFile} />
          {file === null || hasPages(file.format) ? null : <Note>{words.seal.inContainer}</Note>}
        </>
      ) : (
        <DocumentField matterId={matterId} missing={missing && matterId === ''} onMatter={setMatterId} />
      )}
      <Select
        label={words.seal.whichSeal}
        value={seal.id}
        onChange={(event) => setSealId(event.target.value)}
      >
        {usable.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </Select>
      <img
        className="seal-chosen"
        src={seal.pictureHref}
        alt={fill(words.seal.picture, { name: seal.name })}
      />
      <TextArea
        label={words.seal.usePurpose}
        rows={2}
        maxLength={500}
        placeholder={words.seal.usePurposePlaceholder}
        value={purpose}
        fault={missing && purpose.trim() === '' ? words.seal.purposeMissing : null}
        onChange={(event) => setPurpose(event.target.value)}
      />
      <div className="seal-pair">
        {about === 'file' && (file === null || hasPages(file.format)) ? (
          <>
            <Select
              label={words.seal.page}
              value={page}
              onChange={(event) => setPage(Number(event.target.value))}
            >
              <option value={0}>{words.seal.lastPage}</option>
              {Array.from({ length: pages }, (_, i) => i + 1).map((n) => (
                <option key={n} value={n}>
                  {fill(words.seal.pageN, { n })}
                </option>
              ))}
            </Select>
            <Select
              label={words.seal.spot}
              value={spot}
              onChange={(event) => setSpot(event.target.value as Spot)}
            >
              {SPOTS.map((one) => (
                <option key={one} value={one}>
                  {words.seal.spots[one]}
                </option>
              ))}
            </Select>
          </>
        ) : null}
        <Field
          label={words.seal.copies}
          inputMode="numeric"
          maxLength={4}
          value={copies}
          onChange={(event) => setCopies(event.target.value.replace(/\D/g, ''))}
        />
        <Select
          label={words.seal.approver}
          value={seal.approvers.some((one) => one.id === approver) ? approver : seal.approvers[0]?.id}
          onChange={(event) => setApprover(event.target.value)}
        >
          {seal.approvers.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}（{one.name}）
            </option>
          ))}
        </Select>
      </div>
      {fault === null ? null : <Fault error={fault} />}
      <div className="row">
        <Button look="primary" type="submit" busy={busy}>
          {words.seal.submitUse}
        </Button>
      </div>
    </form>
  );
}
