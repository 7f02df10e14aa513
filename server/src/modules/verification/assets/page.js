// The drop zone: a dropped file goes into the form's own field, and the form says that it is at work.
const form = document.getElementById('file-form');
if (form) {
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
  form.addEventListener('submit', () => {
    button.disabled = true;
    button.textContent = form.dataset.checking;
  });
  // Coming back by the browser's history must not show a button that is still at work.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) {
      location.reload();
    }
  });
}
