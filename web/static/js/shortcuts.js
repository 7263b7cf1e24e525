// Shortcuts: data-shortcut="g t" on links, buttons and labels (clicked; then data-shortcut-focus="id" gets the focus) and on
// fields and summaries (focused); data-shortcut-label is their text in the list that `?` shows. j and k move through
// [data-row], o opens one; [data-shortcut-list] has the texts of these. Ignored while typing, and can be switched off for this device in the list.
const dialog = document.querySelector('#shortcuts');
const enabled = () => localStorage.getItem('shortcuts') !== 'off';
const typing = (target) =>
  target.matches?.('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]');
const visible = (element) => element.checkVisibility?.() ?? true;
let typed = [];
let forget;

const open = () => {
  const list = dialog.querySelector('[data-shortcut-list]');
  const found = new Map();
  for (const element of document.querySelectorAll('[data-shortcut]')) {
    const label = element.dataset.shortcutLabel ?? element.textContent.trim();
    if (!found.has(element.dataset.shortcut)) found.set(element.dataset.shortcut, label);
  }
  if (document.querySelector('[data-row]'))
    found.set('j', list.dataset.nextRow).set('k', list.dataset.previousRow).set('o', list.dataset.openRow);
  found.set('?', list.dataset.thisList).set(list.dataset.sendKeys, list.dataset.send);
  list.replaceChildren(
    ...[...found].flatMap(([keys, label]) => {
      const term = document.createElement('dt');
      for (const key of keys.split(' ')) {
        const shown = document.createElement('kbd');
        shown.textContent = key;
        term.append(shown, ' ');
      }
      const text = document.createElement('dd');
      text.textContent = label;
      return [term, text];
    }),
  );
  dialog.querySelector('[data-shortcut-switch]').checked = enabled();
  dialog.showModal();
};

const move = (step) => {
  const links = [...document.querySelectorAll('[data-row] a[href]')];
  const rows = [...new Set(links.map((link) => link.closest('[data-row]')))];
  const at = rows.indexOf(document.activeElement.closest('[data-row]'));
  const row = rows[at === -1 ? (step > 0 ? 0 : rows.length - 1) : at + step];
  row?.querySelector('a[href]').focus();
};

const run = (element, event) => {
  event.preventDefault();
  if (element.matches('input, textarea, select, summary')) return element.focus();
  element.click();
  document.getElementById(element.dataset.shortcutFocus)?.focus();
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (document.querySelector('dialog[open]') || !enabled()) return;
  if (event.key === '?') return (event.preventDefault(), open());
  clearTimeout(forget);
  forget = setTimeout(() => (typed = []), 1000);
  typed.push(event.key);
  for (const keys of [typed.join(' '), event.key]) {
    const element = [...document.querySelectorAll('[data-shortcut]')].find(
      (each) => each.dataset.shortcut === keys && visible(each),
    );
    if (!element) continue;
    typed = [];
    return run(element, event);
  }
  if (event.key === 'j' || event.key === 'k') move(event.key === 'j' ? 1 : -1);
  if (event.key === 'o') document.activeElement.closest('[data-row]')?.querySelector('a[href]').click();
});

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-shortcut-switch]'))
    localStorage.setItem('shortcuts', event.target.checked ? 'on' : 'off');
});

for (const button of document.querySelectorAll('[data-open-shortcuts]')) {
  button.hidden = false;
  button.addEventListener('click', open);
}
