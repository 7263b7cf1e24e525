// The theme switch, without reloading the page: form[data-theme-switch], whose buttons carry the themes.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-theme-switch]') || !event.submitter) return;
  event.preventDefault();
  const theme = event.submitter.value;
  document.documentElement.dataset.theme = theme;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  for (const button of form.querySelectorAll('button')) button.setAttribute('aria-pressed', button.value === theme);
});
