import { useId, useRef } from 'react';
import { type Block, newId } from '../../api/index.ts';
import { levelOf, reconcile, textOf } from './blocks.ts';
import { useDraftWords } from './use-draft-words.ts';

/**
 * The text, one paragraph a line, in the width of a real line (28 characters where there is room). Recognised levels
 * stand at the left; undo, selection and input methods are the browser's own.
 */
export function BodyEditor({ blocks, onChange }: { blocks: Block[]; onChange: (blocks: Block[]) => void }) {
  const words = useDraftWords();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const names = ['', words.draft.level1, words.draft.level2, words.draft.level3, words.draft.level4];
  return (
    <div className="field">
      <label htmlFor={id}>{words.draft.body}</label>
      <span className="hint" id={`${id}-hint`}>
        {words.draft.bodyHelp}
      </span>
      <div className="body-editor">
        <div className="body-mirror" aria-hidden="true">
          {blocks.map((block) => (
            <p key={block.id} data-level={names[levelOf(block.text)]}>
              {block.text === '' ? '\u200b' : block.text}
            </p>
          ))}
        </div>
        <textarea
          ref={field}
          id={id}
          className="body-text"
          aria-describedby={`${id}-hint`}
          placeholder={words.draft.bodyPlaceholder}
          spellCheck={false}
          value={textOf(blocks)}
          onChange={(event) =>
            onChange(reconcile(blocks, event.target.value, newId, event.target.selectionEnd ?? undefined))
          }
        />
      </div>
    </div>
  );
}
