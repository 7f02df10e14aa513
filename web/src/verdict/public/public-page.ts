/**
 * The page on which anybody checks a file, a printed code or a short code. It asks for one thing, answers in one card,
 * and is the same online and in the one file that works offline.
 */
import { checkPrintedCode } from '@yiwen/trust/paper';
import { verifyWords } from '../../words/verify-words.ts';
import { AnswerView } from './answer-view.ts';
import { checkFile, NotChecked } from './check-file.ts';
import { chosenFiles } from './chosen-files.ts';
import { element } from './element.ts';
import { type Means, readLists } from './means.ts';
import { codeByCamera, codeInPicture, mayScan } from './read-code.ts';
import { askByCode } from './registered.ts';

const picture = /\.(jpe?g|png|webp|heic|bmp)$/i;

/** Runs the page in `main`. `start`: the printed address or short code it was opened with. */
export function runPublicPage(
  main: HTMLElement,
  means: Means,
  start: { address?: string; code?: string } = {},
): void {
  const w = verifyWords[means.language];
  const view = new AnswerView(means);

  function show(...children: (Node | string)[]): void {
    main.replaceChildren(...children);
    document.body.classList.remove('with-file');
    scrollTo(0, 0);
  }

  async function answer(parts: HTMLElement[], place?: HTMLElement): Promise<void> {
    const again = element('button', { type: 'button', class: 'quiet' }, w.again);
    again.addEventListener('click', () => (history.state === 'answer' ? history.back() : askAgain()));
    parts.at(-1)?.append(element('p', { class: 'again' }, again));
    show(...parts, ...(place === undefined ? [] : [place]));
    document.title = `${main.querySelector('h1')?.textContent ?? w.title} · 一文通`;
    main.querySelector('h1')?.focus();
    if (history.state !== 'answer') {
      history.pushState('answer', '');
    }
  }

  function askAgain(problem?: string): void {
    document.title = `${w.title} · 一文通`;
    speechSynthesisStop();
    show(...ask(problem));
  }

  /** Says what is going on, does it, and comes back to the question with a reason when it cannot be done. */
  async function during(words: string, work: () => Promise<void>): Promise<void> {
    show(element('p', { class: 'busy', role: 'status', 'aria-busy': 'true' }, words));
    try {
      await work();
    } catch (error) {
      if (error instanceof NotChecked) {
        askAgain(error.reason === 'too-large' ? w.tooLarge : w.tooSlow);
      } else {
        askAgain(w.notLoaded);
        console.error(error);
      }
    }
  }

  const takeFile = (file: File, signature?: File): Promise<void> =>
    during(w.checking, async () => {
      const isPicture = file.type.startsWith('image/') || picture.test(file.name);
      if (isPicture && signature === undefined) {
        const text = await codeInPicture(file, means);
        await (text === undefined ? askAgain(w.noCode) : judgeAddress(text));
        return;
      }
      const checked = await checkFile(file, means, signature);
      if ('evidence' in checked) {
        await answer(view.evidence(checked.evidence));
        return;
      }
      const { report, asked } = checked;
      const isShown = report.format !== 'other' || signature === undefined;
      const place = isShown && means.showFile ? element('div', { id: 'file' }) : undefined;
      await answer(view.file(report, asked), place);
      if (place !== undefined) {
        document.body.classList.add('with-file');
        await means.showFile?.(place, file, report).catch((error: unknown) => console.error(error));
      }
    });

  async function judgeAddress(address: string): Promise<void> {
    const lists = await readLists(means);
    const report = checkPrintedCode(address, { keys: lists.keys, trust: lists.trust, now: Date.now() });
    const { shortCode = /\/v\/(\d{20})$/.exec(address)?.[1] } = report;
    const isHere = report.origin === undefined || report.origin === lists.origin;
    const asked = means.isOnline && isHere && shortCode ? await askByCode(shortCode) : undefined;
    const isBare = report.verdict === 'unreadable' && shortCode !== undefined;
    await answer(isBare ? view.code(asked, lists.trust.demo) : view.paper(report, asked, lists));
  }

  const takeAddress = (address: string): Promise<void> => during(w.looking, () => judgeAddress(address));

  function takeCode(code: string): Promise<void> {
    return during(w.looking, async () => {
      const { trust } = await readLists(means);
      await answer(view.code(await askByCode(code), trust.demo));
    });
  }

  async function scan(): Promise<void> {
    const video = element('video', { playsinline: true, muted: true, 'aria-label': w.aim });
    const stop = element('button', { type: 'button', class: 'quiet' }, w.stopScan);
    const ended = new AbortController();
    stop.addEventListener('click', () => ended.abort());
    show(element('div', { class: 'scan' }, element('p', { role: 'status' }, w.aim), video, stop));
    try {
      const text = await codeByCamera(video, means, ended.signal);
      await (text === undefined ? askAgain() : takeAddress(text));
    } catch {
      askAgain(w.noCamera);
    }
  }

  function fileForm(): HTMLElement {
    const field = element('input', {
      id: 'file',
      name: 'file',
      type: 'file',
      accept: '.ofd,.pdf,.asice,.zip,.p7s,image/*',
      multiple: true,
      'aria-label': w.choose,
    });
    const name = element('span', { class: 'file-name', 'aria-live': 'polite' });
    const zone = element(
      'label',
      { class: 'drop', for: 'file' },
      element('span', { class: 'drop-words' }, w.drop),
      element('span', { class: 'pick', 'aria-hidden': 'true' }, w.choose),
      element('span', { class: 'kinds' }, w.kinds),
      name,
      field,
    );
    const button = element('button', { type: 'submit' }, w.check);
    const form = element('form', { id: 'file-form' }, zone, button);
    field.addEventListener('change', () => {
      const chosen = chosenFiles(field.files ?? []);
      name.textContent = [chosen?.file.name, chosen?.signature?.name].filter(Boolean).join(' + ');
      if (field.files?.[0] !== undefined) {
        button.focus();
      }
    });
    for (const kind of ['dragenter', 'dragover']) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.classList.add('over');
      });
    }
    zone.addEventListener('dragleave', () => zone.classList.remove('over'));
    zone.addEventListener('drop', (event) => {
      event.preventDefault();
      zone.classList.remove('over');
      const chosen = chosenFiles(event.dataTransfer?.files ?? []);
      if (chosen !== undefined) {
        void takeFile(chosen.file, chosen.signature);
      }
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const chosen = chosenFiles(field.files ?? []);
      void (chosen === undefined ? field.click() : takeFile(chosen.file, chosen.signature));
    });
    return form;
  }

  function paperTools(): HTMLElement {
    const field = element('input', {
      id: 'photo',
      type: 'file',
      accept: 'image/*',
      capture: 'environment',
      tabindex: '-1',
      'aria-hidden': 'true',
      'aria-label': w.photo,
    });
    field.addEventListener('change', () => field.files?.[0] && void takeFile(field.files[0]));
    const photo = element('button', { type: 'button', class: 'quiet' }, w.photo);
    photo.addEventListener('click', () => field.click());
    const camera = element('button', { type: 'button', class: 'quiet' }, w.scan);
    camera.addEventListener('click', () => void scan());
    return element('div', { class: 'paper-tools' }, mayScan() && camera, photo, field);
  }

  function codeForm(): HTMLElement {
    const field = element('input', {
      id: 'code',
      name: 'code',
      inputmode: 'numeric',
      autocomplete: 'off',
      maxlength: 40,
    });
    const wrong = element('p', { class: 'problem', role: 'alert', hidden: true }, w.codeWrong);
    const form = element(
      'form',
      {},
      element('label', { for: 'code' }, w.code),
      field,
      wrong,
      element('button', { type: 'submit', class: 'quiet' }, w.look),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const code = field.value.replace(/[\s-]/g, '');
      wrong.hidden = /^\d{20}$/.test(code);
      if (wrong.hidden) {
        void takeCode(code);
      } else {
        field.focus();
      }
    });
    return form;
  }

  function addressForm(): HTMLElement {
    const field = element('textarea', { id: 'address', rows: 3, autocomplete: 'off', spellcheck: 'false' });
    const form = element(
      'form',
      {},
      element('label', { for: 'address' }, w.address),
      element('p', { class: 'hint' }, w.orPaste),
      field,
      element('button', { type: 'submit', class: 'quiet' }, w.checkAddress),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void takeAddress(field.value.trim());
    });
    return form;
  }

  function ask(problem?: string): HTMLElement[] {
    const note = element('p', { class: 'hint' });
    if (!means.isOnline) {
      void readLists(means).then(({ at }) => {
        note.textContent = w.offlineNote.replace('{date}', at.slice(0, 10));
      });
    } else {
      note.append(
        element(
          'a',
          { class: 'download', href: '/verify/offline.html', download: 'yiwen-verify.html' },
          w.offlineDownload,
        ),
        ` ${w.offlineHint}`,
      );
    }
    return [
      element('h1', {}, w.title),
      element('p', { class: 'lead' }, w.lead),
      ...(problem === undefined
        ? []
        : [
            element(
              'p',
              { class: 'problem', role: 'alert' },
              element('strong', {}, w.problem),
              ` ${problem}`,
            ),
          ]),
      fileForm(),
      element('hr'),
      paperTools(),
      means.isOnline ? codeForm() : addressForm(),
      element('hr'),
      note,
    ];
  }

  addEventListener('popstate', () => askAgain());
  if (start.address !== undefined) {
    void takeAddress(start.address);
  } else if (start.code !== undefined) {
    void takeCode(start.code);
  } else {
    askAgain();
  }
}

function speechSynthesisStop(): void {
  if ('speechSynthesis' in globalThis) {
    speechSynthesis.cancel();
  }
}
