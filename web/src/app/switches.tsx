import { savePreferences, useSessionQuery } from '../api/index.ts';
import { Button, setLargePrint, useLargePrint } from '../design/index.ts';
import { loadLanguage, setLanguage, useLanguage, useWords } from '../words/index.ts';
import { touchPreferences } from './preferences.ts';

/** Large print and language, present on every screen from the first one on. */
export function Switches() {
  const words = useWords();
  const large = useLargePrint();
  const language = useLanguage();
  const { data } = useSessionQuery();
  const signedIn = data?.state === 'signed-in';
  const save = (wanted: { largePrint?: boolean; language?: 'zh' | 'en' }) => {
    touchPreferences(wanted);
    if (signedIn) {
      savePreferences(wanted).catch(() => undefined);
    }
  };
  return (
    <div className="switches no-print">
      <Button
        look="plain"
        aria-pressed={large}
        onClick={() => {
          setLargePrint(!large);
          save({ largePrint: !large });
        }}
      >
        {large ? words.nav.normal : words.nav.larger}
      </Button>
      <Button
        look="plain"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={async () => {
          const next = language === 'zh' ? 'en' : 'zh';
          await loadLanguage(next);
          setLanguage(next);
          save({ language: next });
        }}
      >
        {words.nav.otherLanguage}
      </Button>
    </div>
  );
}
