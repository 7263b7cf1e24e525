// Forms: sent once however often the button is pressed; Ctrl/Cmd+Enter sends; errors get the focus.
document.addEventListener('submit', (event) => {
  const form = event.target;
  // A form that opens elsewhere, such as a preview, can be sent repeatedly.
  if (event.defaultPrevented || form.method !== 'post' || event.submitter?.formTarget) return;
  if (form.dataset.sending !== undefined) return event.preventDefault();
  form.dataset.sending = '';
  event.submitter?.setAttribute('aria-disabled', 'true');
});

// A page restored from the back/forward cache can be sent again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sending]')) {
    delete form.dataset.sending;
    for (const button of form.querySelectorAll('[aria-disabled]')) button.removeAttribute('aria-disabled');
  }
});

document.addEventListener('keydown', (event) => {
  const form = event.target.form;
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !form || event.isComposing) return;
  event.preventDefault();
  const buttons = [...form.elements].filter((element) => element.type === 'submit' && !element.disabled);
  form.requestSubmit(buttons.find((button) => 'send' in button.dataset) ?? buttons[0]);
});

document.querySelector('[data-error-summary]')?.focus();

// What a form has done is read out first. Where the address leads to it, the browser has scrolled there.
if (['', '#done'].includes(location.hash)) document.querySelector('#done')?.focus({ preventScroll: true });

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-error-summary] a');
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  const focusable = field.matches('input, select, textarea, button')
    ? field
    : field.querySelector('input, select, textarea');
  (focusable ?? field).focus();
  field.scrollIntoView({ block: 'center' });
});
