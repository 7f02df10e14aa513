// The drop zone: a dropped file goes into the form's own field, and the form says that it is at work. The answer takes the
// form's place, and the file, which is still here, is shown beside it; where that cannot be, the form is sent as it is.

/** Puts the answer where the form stood, and the file beside it. */
async function answerHere(form, file) {
  const viewer = import(form.dataset.viewer).catch(() => null);
  const answer = await fetch(form.action, { method: 'POST', body: new FormData(form) });
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const main = next.querySelector('main');
  if (main === null) {
    throw new Error('no page');
  }
  document.title = next.title;
  document.querySelector('main').replaceWith(document.adoptNode(main));
  scrollTo(0, 0);
  history.pushState('answer', '');
  bind(document.getElementById('file-form'));
  const place = main.querySelector('[data-report]');
  const shown = place && (await viewer);
  if (shown) {
    document.body.classList.add('with-file');
    await shown.showFile(place, file, JSON.parse(place.dataset.report), place.dataset.language);
  }
}

/** Makes a form for a file work; nothing where the page has none. */
function bind(form) {
  if (form === null) {
    return;
  }
  const zone = form.querySelector('.drop');
  const field = form.querySelector('input[type="file"]');
  const shown = form.querySelector('.file-name');
  const button = form.querySelector('button');
  const show = () => {
    shown.textContent = field.files[0] ? field.files[0].name : '';
  };
  field.addEventListener('change', show);
  for (const name of ['dragenter', 'dragover']) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add('over');
    });
  }
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    if (event.dataTransfer.files.length > 0) {
      field.files = event.dataTransfer.files;
      show();
      form.requestSubmit();
    }
  });
  form.addEventListener('submit', (event) => {
    button.disabled = true;
    button.textContent = form.dataset.checking;
    event.preventDefault();
    answerHere(form, field.files[0]).catch((error) => {
      // Nothing of the answer is here yet: the browser's own way of sending still is.
      if (document.body.contains(form)) {
        form.submit();
      } else {
        throw error;
      }
    });
  });
}

bind(document.getElementById('file-form'));
// Coming back by the browser's history shows the forms again, and no button that is still at work.
window.addEventListener('popstate', () => location.reload());
window.addEventListener('pageshow', (event) => {
  if (event.persisted) {
    location.reload();
  }
});
