// Passkeys: a form with data-passkey ("create" or "get") asks the browser for a passkey, with the form's options, and
// sends the result.
const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
const textOf = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

const withBytes = (list = []) => list.map((each) => ({ ...each, id: bytesOf(each.id) }));

const create = async (options) => {
  const publicKey = { ...options, challenge: bytesOf(options.challenge) };
  publicKey.user = { ...options.user, id: bytesOf(options.user.id) };
  publicKey.excludeCredentials = withBytes(options.excludeCredentials);
  const { response, ...made } = told(await navigator.credentials.create({ publicKey }));
  const { clientDataJSON, attestationObject } = response;
  const transports = response.getTransports?.() ?? [];
  return {
    ...made,
    response: { clientDataJSON: textOf(clientDataJSON), attestationObject: textOf(attestationObject), transports },
  };
};

const get = async (options) => {
  const publicKey = { ...options, challenge: bytesOf(options.challenge) };
  publicKey.allowCredentials = withBytes(options.allowCredentials);
  const { response, ...used } = told(await navigator.credentials.get({ publicKey }));
  const { clientDataJSON, authenticatorData, signature } = response;
  return {
    ...used,
    response: {
      clientDataJSON: textOf(clientDataJSON),
      authenticatorData: textOf(authenticatorData),
      signature: textOf(signature),
    },
  };
};

const told = ({ id, rawId, type, response }) => ({ id, rawId: textOf(rawId), type, response });

const ask = async (form) => {
  const options = JSON.parse(form.dataset.passkeyOptions);
  return JSON.stringify(await (form.dataset.passkey === 'create' ? create(options) : get(options)));
};

// Passkeys belong to the name of the site: under another name, such as an IP address, the browser would refuse them.
const works = (form) => Boolean(window.PublicKeyCredential) && location.hostname === form.dataset.passkeyHost;

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const field = form.elements.namedItem('credential');
  const failed = form.querySelector('[data-passkey-failed]');
  field.value = '';
  if (!works(form)) continue;
  form.hidden = false;
  for (const part of document.querySelectorAll('[data-passkey-present]')) part.hidden = false;
  for (const part of document.querySelectorAll('[data-passkey-absent]')) part.hidden = true;
  let asking = false;
  const answer = async () => {
    asking = true;
    failed.hidden = true;
    try {
      field.value = await ask(form);
      form.requestSubmit();
    } catch {
      failed.hidden = false;
    } finally {
      asking = false;
    }
  };
  form.addEventListener('submit', (event) => {
    if (field.value !== '') return;
    event.preventDefault();
    if (!asking) void answer();
  });
}

// A page restored from the back/forward cache asks again.
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return;
  for (const form of document.querySelectorAll('form[data-passkey]')) form.elements.namedItem('credential').value = '';
});
