// The search in the head suggests tickets while one types (a combobox): the arrow keys choose one, Enter opens it, Escape closes
// the list. Without a choice, Enter sends the form as ever.
const form = document.querySelector('[data-suggestions]');
const input = form?.querySelector('input');
const pause = 150;
let waiting;
let asking;

const list = document.createElement('ul');
list.id = 'head-suggestions';
list.className = 'suggestions';
list.setAttribute('role', 'listbox');
list.hidden = true;

const options = () => [...list.children];
const chosen = () => options().find((option) => option.getAttribute('aria-selected') === 'true');

const close = () => {
  clearTimeout(waiting);
  asking?.abort();
  list.hidden = true;
  input.setAttribute('aria-expanded', 'false');
  input.removeAttribute('aria-activedescendant');
};

const choose = (option) => {
  for (const each of options()) each.setAttribute('aria-selected', String(each === option));
  if (option) input.setAttribute('aria-activedescendant', option.id);
  else input.removeAttribute('aria-activedescendant');
};

const show = (tickets) => {
  list.replaceChildren(
    ...tickets.map(({ number, href, title }, place) => {
      const option = document.createElement('li');
      option.id = `suggestion-${place}`;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      option.dataset.href = href;
      const label = document.createElement('span');
      label.className = 'number';
      label.textContent = number;
      const text = document.createElement('bdi');
      for (const part of title) {
        const piece = document.createElement(part.marked ? 'mark' : 'span');
        piece.textContent = part.text;
        text.append(piece);
      }
      option.append(label, ' ', text);
      return option;
    }),
  );
  list.hidden = tickets.length === 0;
  input.setAttribute('aria-expanded', String(!list.hidden));
  choose(undefined);
};

const ask = async () => {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  try {
    const answer = await fetch(`${form.dataset.suggestions}?${new URLSearchParams({ q: input.value })}`, { signal });
    if (answer.ok && answer.headers.get('content-type')?.includes('json')) show(await answer.json());
  } catch {
    // Given up for newer words, or no connection: the form works without suggestions.
  }
};

if (input) {
  form.append(list);
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': list.id,
  }))
    input.setAttribute(name, value);
  list.setAttribute('aria-label', input.labels[0].textContent);
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    if (input.value.trim() === '') return close();
    waiting = setTimeout(() => void ask(), pause);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return close();
    if (list.hidden || event.isComposing) return;
    const all = options();
    const at = all.indexOf(chosen());
    if (event.key === 'ArrowDown') choose(all[(at + 1) % all.length]);
    else if (event.key === 'ArrowUp') choose(all[at <= 0 ? all.length - 1 : at - 1]);
    else if (event.key === 'Enter' && at >= 0) location.assign(all[at].dataset.href);
    else return;
    event.preventDefault();
  });
  list.addEventListener('pointerdown', (event) => {
    const option = event.target.closest('[role=option]');
    event.preventDefault();
    if (option) location.assign(option.dataset.href);
  });
  form.addEventListener('focusout', (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
}
