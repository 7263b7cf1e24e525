// Buttons that copy: data-copy="the text"; data-copy-label="what it is", if the text itself should not be read out.
// They are hidden in the HTML (`hidden`) and appear where scripts run. [data-copy-status] has the words for what became
// of it; in data-copied, {what} stands for what was copied.
const said = document.querySelector('[data-copy-status]');

for (const button of document.querySelectorAll('[data-copy][hidden]')) button.hidden = false;

const copy = async (button) => {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    const what = button.dataset.copyLabel ?? button.dataset.copy;
    said.textContent = said.dataset.copied.replace('{what}', () => what);
    button.dataset.copied = '';
    setTimeout(() => delete button.dataset.copied, 1500);
  } catch {
    said.textContent = said.dataset.failed;
  }
};

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-copy]');
  if (button) void copy(button);
});
