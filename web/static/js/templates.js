// Settings → ITSM → E-mail templates: placeholders are inserted at the cursor, and the previews follow what is typed.
const editor = document.querySelector('form[data-mail-editor]');
if (editor) {
  const pause = 400;
  const previews = [...editor.querySelectorAll('[data-preview]')];
  // A form that is sent again before its first answer has begun abandons the first. So previews come one after the
  // other, and none once the form is being saved: it would abort the saving.
  let sent = false;
  const show = (place = 0) => {
    const button = previews[place];
    if (!button || sent) return;
    const frame = editor.querySelector(`iframe[name=${button.formTarget}]`);
    frame.addEventListener('load', () => show(place + 1), { once: true });
    editor.requestSubmit(button);
  };
  let waiting;
  editor.addEventListener('input', () => {
    sent = false;
    clearTimeout(waiting);
    waiting = setTimeout(() => show(), pause);
  });
  editor.addEventListener('submit', ({ submitter }) => {
    if (previews.includes(submitter)) return;
    sent = true;
    clearTimeout(waiting);
  });

  let last = editor.elements.html;
  editor.addEventListener('focusin', ({ target }) => {
    if (target.matches('#subject, #html, #text')) last = target;
  });
  for (const button of editor.querySelectorAll('[data-insert]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      last.focus();
      last.setRangeText(button.dataset.insert, last.selectionStart, last.selectionEnd, 'end');
      last.dispatchEvent(new Event('input', { bubbles: true }));
    });
  }
  show();
}
