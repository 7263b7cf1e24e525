// Menus close with Escape and by a click elsewhere; panels with Escape and by what they hold for it ([data-close], which
// without script shows the page anew). What was typed in a panel stays there. Hovering over a time shows it in the
// browser's zone, unless another one was chosen.
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]'))
    if (!menu.contains(event.target)) menu.open = false;
});

const close = (details) => {
  details.open = false;
  details.querySelector('summary').focus();
};

document.addEventListener('click', (event) => {
  const closer = event.target.closest('a[data-close]');
  if (!closer) return;
  event.preventDefault();
  close(closer.closest('details'));
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.isComposing || document.querySelector('dialog[open]')) return;
  const menus = document.querySelectorAll('details.menu[open]');
  for (const menu of menus) close(menu);
  if (menus.length > 0) return;
  const panel = event.target.closest('details[open]') ?? document.querySelector('details[open]:has([data-close])');
  if (panel) close(panel);
});

// In the page's language, as the reader's browser writes it: both en-GB and en-US read English pages.
const { lang } = document.documentElement;
const locale = navigator.languages.find((each) => each.split('-')[0] === lang) ?? lang;
const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
if (!('zoneChosen' in document.documentElement.dataset))
  for (const time of document.querySelectorAll('time[datetime]')) time.title = format.format(new Date(time.dateTime));
