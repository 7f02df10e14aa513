import type { DraftFields, Form } from '../../api/index.ts';
import { Check, Field, Select, TextArea, useLayout } from '../../design/index.ts';
import { DOCUMENT_KINDS, kindNamed } from './document-kinds.ts';
import type { Writing } from './draft-state.ts';
import { useDraftWords } from './use-draft-words.ts';

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The typed fields above the text: the ones everybody fills. */
export function MainFields({
  writing,
  onChange,
  faults,
}: {
  writing: Writing;
  onChange: (part: Partial<Writing>) => void;
  faults: { title?: string; main?: string };
}) {
  const words = useDraftWords();
  const layout = useLayout();
  const { fields } = writing;
  const set = (part: Partial<DraftFields>) => onChange({ fields: { ...fields, ...part } });
  const minutes = writing.form === '纪要';
  return (
    <>
      <div className="field-pair">
        <Select
          label={words.draft.kind}
          value={writing.kind}
          onChange={(event) => {
            const next = kindNamed(event.target.value);
            onChange({
              kind: next.kind,
              form: next.form,
              fields: { ...fields, withWenjian: next.form === '文件' || next.form === '上行' },
            });
          }}
        >
          {DOCUMENT_KINDS.map((kind) => (
            <option key={kind.kind} value={kind.kind}>
              {kind.kind}
            </option>
          ))}
        </Select>
        <Select
          label={words.draft.urgency}
          value={fields.urgency ?? ''}
          onChange={(event) => {
            const { urgency: _, ...rest } = fields;
            const value = event.target.value;
            onChange({ fields: value === '特急' || value === '加急' ? { ...rest, urgency: value } : rest });
          }}
        >
          <option value="">{words.draft.urgencyNone}</option>
          <option value="加急">{words.deadline.urgent}</option>
          <option value="特急">{words.deadline.most}</option>
        </Select>
      </div>
      <TextArea
        label={words.draft.subject}
        placeholder={words.draft.subjectPlaceholder}
        className="title-text"
        rows={Math.max(2, Math.ceil((fields.title.length + 1) / (layout === 'desk' ? 22 : 14)))}
        maxLength={200}
        fault={faults.title ?? null}
        value={fields.title}
        onChange={(event) => set({ title: event.target.value.replace(/\n/g, '') })}
      />
      {minutes ? (
        <AttendanceFields fields={fields} set={set} />
      ) : (
        <Field
          label={words.draft.main}
          placeholder={words.draft.mainPlaceholder}
          optional={writing.kind === '通告' || writing.kind === '公告'}
          maxLength={500}
          fault={faults.main ?? null}
          value={fields.mainReceivers}
          onChange={(event) => set({ mainReceivers: event.target.value })}
        />
      )}
    </>
  );
}

function AttendanceFields({
  fields,
  set,
}: {
  fields: DraftFields;
  set: (part: Partial<DraftFields>) => void;
}) {
  const words = useDraftWords();
  const attendance = fields.attendance ?? {};
  return (
    <>
      {(['出席', '请假', '列席'] as const).map((who) => (
        <Field
          key={who}
          label={{ 出席: words.draft.attend, 请假: words.draft.absent, 列席: words.draft.sitIn }[who]}
          optional={who !== '出席'}
          value={attendance[who] ?? ''}
          onChange={(event) => set({ attendance: { ...attendance, [who]: event.target.value } })}
        />
      ))}
    </>
  );
}

/** The rest of the 18 elements, folded: the system has filled in what it knows. */
export function MoreFields({
  writing,
  onChange,
}: {
  writing: Writing;
  onChange: (part: Partial<Writing>) => void;
}) {
  const words = useDraftWords();
  const { fields } = writing;
  const set = (part: Partial<DraftFields>) => onChange({ fields: { ...fields, ...part } });
  const needsNote = writing.kind === '请示';
  return (
    <details className="more-fields" open={needsNote}>
      <summary className="strong">{words.draft.more}</summary>
      <div className="stack">
        <Field
          label={words.draft.note}
          placeholder={words.draft.notePlaceholder}
          optional={!needsNote}
          maxLength={200}
          value={fields.note ?? ''}
          onChange={(event) => set({ note: event.target.value })}
        />
        <Field
          label={words.draft.cc}
          optional
          maxLength={500}
          value={fields.cc ?? ''}
          onChange={(event) => set({ cc: event.target.value })}
        />
        <Field
          label={words.draft.due}
          type="date"
          optional
          value={fields.dueOn ?? ''}
          onChange={(event) => {
            const { dueOn: _, ...rest } = fields;
            onChange({ fields: event.target.value === '' ? rest : { ...rest, dueOn: event.target.value } });
          }}
        />
        <TextArea
          label={words.draft.mark}
          hint={words.draft.markHelp}
          rows={Math.max(1, fields.organMark.length)}
          value={fields.organMark.join('\n')}
          onChange={(event) => set({ organMark: event.target.value.split('\n') })}
          onBlur={() => set({ organMark: lines(fields.organMark.join('\n')) })}
        />
        {writing.form === '文件' || writing.form === '上行' ? (
          <Check
            label={words.draft.withWenjian}
            checked={fields.withWenjian}
            onChange={(event) => set({ withWenjian: event.target.checked })}
          />
        ) : null}
        <TextArea
          label={words.draft.signature}
          hint={words.draft.signatureHelp}
          rows={Math.max(1, fields.signature.length)}
          value={fields.signature.join('\n')}
          onChange={(event) => set({ signature: event.target.value.split('\n') })}
          onBlur={() => set({ signature: lines(fields.signature.join('\n')) })}
        />
        <Field
          label={words.draft.printedBy}
          optional
          value={fields.printedBy ?? ''}
          onChange={(event) => set({ printedBy: event.target.value })}
        />
        <Select
          label={words.draft.form}
          value={writing.form}
          onChange={(event) => onChange({ form: event.target.value as Form })}
        >
          <option value="文件">{words.draft.formFile}</option>
          <option value="上行">{words.draft.formUp}</option>
          <option value="信函">{words.draft.formLetter}</option>
          <option value="纪要">{words.draft.formMinutes}</option>
          <option value="命令">{words.draft.formOrder}</option>
        </Select>
      </div>
    </details>
  );
}
