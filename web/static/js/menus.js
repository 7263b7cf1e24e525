// Menus close with Escape and by a click elsewhere; hovering over a time shows it in the browser's
// zone, unless another one was chosen.
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]'))
    if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});

// In the page's language, as the reader's browser writes it: both en-GB and en-US read English pages.
const { lang } = document.documentElement;
const locale = navigator.languages.find((each) => each.split('-')[0] === lang) ?? lang;
const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
if (!('zoneChosen' in document.documentElement.dataset))
  for (const time of document.querySelectorAll('time[datetime]')) time.title = format.format(new Date(time.dateTime));
