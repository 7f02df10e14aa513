import { Link } from '@tanstack/react-router';
import { Check, Note, SecretField, Select } from '../design/index.ts';
import { useSigningWords } from '../words/signing-words.ts';
import { keyName } from './key-name.ts';
import type { SignOff } from './use-sign-off.ts';
import './signing.css';

/** Where a sign-off is signed: the password, or the word that the device will ask, and the way to leave it out. */
export function SignField({ signOff, fault }: { signOff: SignOff; fault: string | null }) {
  const words = useSigningWords();
  if (signOff.asks === 'none') {
    return null;
  }
  if (signOff.asks === 'owed') {
    return (
      <Note look="warn">
        <p>{words.owed}</p>
        <p>
          <Link to="/me" hash="signing" className="button small">
            {words.toMine}
          </Link>
        </p>
      </Note>
    );
  }
  const { keys, key, byPassword, declined } = signOff;
  return (
    <fieldset className="sign-field stack-tight">
      <legend>{words.sign}</legend>
      {keys.length > 1 && !declined ? (
        <Select
          label={words.which}
          value={key?.id ?? ''}
          onChange={(event) => signOff.choose(event.target.value)}
        >
          {keys.map((one) => (
            <option key={one.id} value={one.id}>
              {keyName(one, words)}
            </option>
          ))}
        </Select>
      ) : null}
      {declined ? null : signOff.asks === 'elsewhere' ? (
        <p className={fault === null ? 'small' : 'fault'}>{words.elsewhere}</p>
      ) : byPassword ? (
        <SecretField
          label={words.password}
          hint={words.signHelp}
          fault={fault}
          autoComplete="off"
          value={signOff.password}
          onChange={(event) => signOff.type(event.target.value)}
        />
      ) : (
        <>
          <p className="small">{words.signPasskey}</p>
          {fault === null ? null : (
            <p className="fault" role="alert">
              {fault}
            </p>
          )}
        </>
      )}
      {signOff.mayDecline ? (
        <Check
          label={words.notThisTime}
          checked={declined}
          onChange={(event) => signOff.decline(event.target.checked)}
        />
      ) : null}
      {declined ? <p className="muted small">{words.notThisTimeHelp}</p> : null}
    </fieldset>
  );
}
