import { useId, useState } from 'react';
import { type Upload, upload } from '../../api/index.ts';
import { Fault, fileSize, Progress } from '../../design/index.ts';
import { fill } from '../../words/index.ts';
import { useSealWords } from './use-seal-words.ts';

/** The file to be sealed: chosen, sent to the node, and named when it is there. */
export function FileField({
  file,
  missing,
  onFile,
}: {
  file: Upload | null;
  missing: boolean;
  onFile: (file: Upload) => void;
}) {
  const words = useSealWords();
  const id = useId();
  const [reading, setReading] = useState('');
  const [fault, setFault] = useState<unknown>(null);
  const take = async (chosen: File | undefined) => {
    if (chosen === undefined) {
      return;
    }
    setReading(chosen.name);
    setFault(null);
    try {
      onFile(await upload(chosen));
    } catch (error) {
      setFault(error);
    }
    setReading('');
  };
  return (
    <div className="field">
      <span className="label">{words.seal.file}</span>
      <span className="hint">{words.seal.fileHelp}</span>
      {file === null ? null : (
        <p>
          <span className="strong">{file.name}</span>{' '}
          <span className="muted small">{fileSize(file.size)}</span>
        </p>
      )}
      <div className="row">
        <label className="button" htmlFor={id}>
          {file === null ? words.seal.chooseFile : words.seal.changeFile}
        </label>
        <input
          id={id}
          className="unseen"
          type="file"
          onChange={(event) => {
            take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </div>
      {missing ? (
        <span className="fault" role="alert">
          {words.seal.fileMissing}
        </span>
      ) : null}
      {reading === '' ? null : <Progress label={fill(words.seal.reading, { name: reading })} />}
      {fault === null ? null : <Fault error={fault} />}
    </div>
  );
}
