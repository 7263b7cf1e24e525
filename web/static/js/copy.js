// Buttons that copy: data-copy="the text"; data-copy-label="what it is", if the text itself should not be read out.
// They are hidden in the HTML (`hidden`) and appear where scripts run.
const said = document.createElement('p');
said.className = 'visually-hidden';
said.setAttribute('role', 'status');
document.body.append(said);

for (const button of document.querySelectorAll('[data-copy][hidden]')) button.hidden = false;

const copy = async (button) => {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    said.textContent = `Copied ${button.dataset.copyLabel ?? button.dataset.copy}`;
    button.dataset.copied = '';
    setTimeout(() => delete button.dataset.copied, 1500);
  } catch {
    said.textContent = 'Copying is not possible here.';
  }
};

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-copy]');
  if (button) void copy(button);
});
