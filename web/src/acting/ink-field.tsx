import { Button, useLayout } from '../design/index.ts';
import { InkPicture } from '../ink/index.ts';
import { useWords } from '../words/index.ts';
import type { InkDesk } from './ink-desk.ts';

/** Handwriting in a form: what is written, and the ways to write. */
export function InkField({ desk, fault }: { desk: InkDesk; fault: string | null }) {
  const words = useWords();
  const layout = useLayout();
  const written = desk.ink !== null && desk.ink.strokes.length > 0;
  return (
    <div className="field">
      {written && desk.ink ? (
        <div className="ink-field-written">
          <InkPicture ink={desk.ink} label={words.ink.fixed} />
        </div>
      ) : null}
      <div className="row">
        {layout === 'desk' ? (
          <Button
            aria-pressed={desk.mode === 'page'}
            onClick={() => desk.setMode(desk.mode === 'page' ? 'off' : 'page')}
          >
            {words.act.onPage}
          </Button>
        ) : null}
        <Button
          wide={layout === 'phone'}
          aria-pressed={desk.mode === 'pad'}
          onClick={() => {
            desk.setInk(null);
            desk.setMode('pad');
          }}
        >
          {layout === 'desk' ? words.act.pad : written ? words.act.rewrite : words.act.write}
        </Button>
        {written ? (
          <Button look="plain" onClick={() => desk.setInk(null)}>
            {words.ink.clear}
          </Button>
        ) : null}
      </div>
      {desk.mode === 'page' ? <p className="hint">{words.ink.pageHelp}</p> : null}
      {fault ? (
        <span className="fault" role="alert">
          {fault}
        </span>
      ) : null}
    </div>
  );
}
