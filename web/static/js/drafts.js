// Drafts: form[data-draft="key"] keeps what is typed until it has been sent, along with what was chosen and ticked:
// what was begun as an internal note must not come back as a reply. Kept per person, on this device; signing out
// removes them all. The template #draft-restored says that a draft is back, and has the button that discards it.
const prefix = `draft:${document.body.dataset.person ?? ''}:`;
const keyOf = (form) => prefix + form.dataset.draft;
const texts = (form) => [...form.elements].filter((field) => field.name && field.matches('textarea, input[type=text]'));
const radios = (form) => [...form.elements].filter((field) => field.name && field.type === 'radio');

const boxes = (form) => [...form.elements].filter((field) => field.name && field.type === 'checkbox');
const keyOfBox = (box) => `${box.name}=${box.value}`;

const restore = () => {
  for (const form of document.querySelectorAll('form[data-draft]')) {
    const kept = JSON.parse(localStorage.getItem(keyOf(form)) ?? 'null');
    if (!kept) continue;
    let restored = false;
    for (const field of texts(form)) {
      if (field.value !== '' || !kept[field.name]) continue;
      field.value = kept[field.name];
      restored = true;
    }
    if (!restored) continue;
    for (const radio of radios(form)) if (radio.value === kept[radio.name]) radio.checked = true;
    for (const box of boxes(form)) if (kept[keyOfBox(box)]) box.checked = true;
    offerToDiscard(form);
  }
};

const offerToDiscard = (form) => {
  const line = document.querySelector('#draft-restored').content.cloneNode(true).firstElementChild;
  line.querySelector('button').addEventListener('click', () => {
    localStorage.removeItem(keyOf(form));
    for (const field of texts(form)) field.value = field.defaultValue;
    for (const radio of radios(form)) radio.checked = radio.defaultChecked;
    for (const box of boxes(form)) box.checked = box.defaultChecked;
    line.remove();
  });
  form.closest('details')?.setAttribute('open', '');
  form.prepend(line);
};

// The redirect to a page without an error or a problem shows that the form has arrived.
const forgetSent = () => {
  const sent = sessionStorage.getItem('draft-sent');
  sessionStorage.removeItem('draft-sent');
  const [navigation] = performance.getEntriesByType('navigation');
  const wrong = document.querySelector('[data-error-summary], [data-problem]');
  if (sent && navigation?.type === 'navigate' && navigation.redirectCount > 0 && !wrong) localStorage.removeItem(sent);
};

document.addEventListener('input', (event) => {
  const form = event.target.form;
  if (!form?.matches('[data-draft]')) return;
  const typed = texts(form);
  const kept = [
    ...[...typed, ...radios(form).filter((radio) => radio.checked)].map((field) => [field.name, field.value]),
    ...boxes(form).flatMap((box) => (box.checked ? [[keyOfBox(box), true]] : [])),
  ];
  if (typed.every((field) => field.value.trim() === '')) localStorage.removeItem(keyOf(form));
  else localStorage.setItem(keyOf(form), JSON.stringify(Object.fromEntries(kept)));
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.matches('[data-draft]') && !event.defaultPrevented) sessionStorage.setItem('draft-sent', keyOf(form));
  if (form.getAttribute('action')?.startsWith('/sign-out')) {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  }
});

forgetSent();
restore();
