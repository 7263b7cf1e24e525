// Settings → ITSM: shows the next ticket number with the prefix that is being typed.
const preview = document.querySelector('[data-prefix-preview]');
const field = preview && document.getElementById(preview.dataset.prefixPreview);
if (preview && field) {
  const saved = preview.textContent;
  field.addEventListener('input', () => {
    const prefix = field.value.trim();
    preview.textContent = /^[A-Z][A-Z0-9]{1,9}$/.test(prefix) ? prefix + preview.dataset.prefixEnd : saved;
  });
}
