/** Reading aloud with the device's own voice. */

/** A voice of a language that needs no network where there is one. */
function voiceOf(language: 'zh' | 'en'): SpeechSynthesisVoice | undefined {
  const voices = speechSynthesis.getVoices().filter(({ lang }) => lang.toLowerCase().startsWith(language));
  return voices.find(({ localService }) => localService) ?? voices[0];
}

/** Shows the button as soon as there is a voice for it, and makes it read `text()`. */
export function offerReading(
  button: HTMLButtonElement,
  language: 'zh' | 'en',
  words: { start: string; stop: string },
  text: () => string,
): void {
  button.hidden = true;
  if (!('speechSynthesis' in globalThis)) {
    return;
  }
  const offer = () => {
    button.hidden = voiceOf(language) === undefined;
  };
  offer();
  speechSynthesis.addEventListener?.('voiceschanged', offer);
  const show = (isReading: boolean) => {
    button.textContent = isReading ? words.stop : words.start;
    button.setAttribute('aria-pressed', String(isReading));
  };
  show(false);
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-pressed') === 'true') {
      speechSynthesis.cancel();
      show(false);
      return;
    }
    const spoken = new SpeechSynthesisUtterance(text());
    const voice = voiceOf(language);
    if (voice !== undefined) {
      spoken.voice = voice;
      spoken.lang = voice.lang;
    }
    spoken.rate = 0.95;
    spoken.onend = () => show(false);
    spoken.onerror = () => show(false);
    speechSynthesis.cancel();
    speechSynthesis.speak(spoken);
    show(true);
  });
}
