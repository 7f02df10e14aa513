import { SecretField } from '../design/index.ts';
import { useWords } from '../words/index.ts';

/** The password somebody signed in already shows once more before what it protects is changed. */
export function PresentPassword({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const words = useWords();
  return (
    <SecretField
      label={words.me.oldPassword}
      autoComplete="current-password"
      required
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
