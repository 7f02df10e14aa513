import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { createDraft, keys, newId, useSession } from '../../api/index.ts';
import { Button, Fault, Progress } from '../../design/index.ts';
import { DOCUMENT_KINDS, type DocumentKind, freshFields } from './document-kinds.ts';
import { useDraftWords } from './use-draft-words.ts';
import './drafting.css';

/** The first decision: which kind of document. Everything else follows from it. */
export function NewDraftPage() {
  const words = useDraftWords();
  const session = useSession();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [beginning, setBeginning] = useState('');
  const [fault, setFault] = useState<unknown>(null);
  const begin = async (kind: DocumentKind) => {
    setBeginning(kind.kind);
    setFault(null);
    try {
      const { matterId } = await createDraft({
        matterId: newId(),
        key: newId(),
        kind: kind.kind,
        form: kind.form,
        fields: freshFields(kind, session.post),
        body: [{ id: newId(), kind: 'paragraph', text: '' }],
      });
      client.invalidateQueries({ queryKey: keys.todo });
      client.invalidateQueries({ queryKey: keys.matters });
      await navigate({ to: '/drafts/$id', params: { id: matterId }, replace: true });
    } catch (error) {
      setFault(error);
      setBeginning('');
    }
  };
  const tile = (kind: DocumentKind) => (
    <Button
      key={kind.kind}
      className="kind-tile"
      onClick={() => begin(kind)}
      aria-disabled={beginning !== ''}
    >
      {kind.kind}
    </Button>
  );
  return (
    <div className="page">
      <h1>{words.draft.title}</h1>
      <p className="muted">{words.draft.kindAsk}</p>
      {fault === null ? null : <Fault error={fault} />}
      <div className="kind-tiles">{DOCUMENT_KINDS.filter((kind) => kind.usual).map(tile)}</div>
      <details>
        <summary>{words.draft.otherKinds}</summary>
        <div className="kind-tiles">{DOCUMENT_KINDS.filter((kind) => !kind.usual).map(tile)}</div>
      </details>
      {beginning === '' ? null : <Progress label={words.draft.preparing} />}
    </div>
  );
}
