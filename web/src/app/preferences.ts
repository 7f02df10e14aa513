import { type Session, savePreferences } from '../api/index.ts';
import { setLargePrint } from '../design/index.ts';
import { currentLanguage, loadLanguage, setLanguage } from '../words/index.ts';

let touched: { largePrint?: boolean; language?: 'zh' | 'en' } = {};

/** Remembers what was chosen on this machine before anybody signed in. */
export function touchPreferences(wanted: { largePrint?: boolean; language?: 'zh' | 'en' }): void {
  touched = { ...touched, ...wanted };
}

/** On signing in: what was just chosen here goes to the person's account; otherwise the account's choice comes here. */
export async function applyPreferences(session: Session): Promise<void> {
  if (Object.keys(touched).length > 0) {
    const wanted = touched;
    touched = {};
    await savePreferences(wanted).catch(() => undefined);
    return;
  }
  const stored = session.preferences;
  if (stored === undefined) {
    return;
  }
  setLargePrint(stored.largePrint);
  if (stored.language !== currentLanguage()) {
    await loadLanguage(stored.language);
    setLanguage(stored.language);
  }
}
