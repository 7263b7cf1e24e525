import type { WebDeps } from '../http/context.ts';
import { type Access, form, get, post, type Route } from '../http/route.ts';
import { authenticator } from './authenticator.ts';
import { ownKeys } from './keys.ts';
import { passkeys } from './passkeys.ts';
import { ownPassword } from './password.ts';
import { recoveryCodes } from './recovery-codes.ts';
import { signInPage } from './sign-in-page.ts';
import { preferences } from './preferences.ts';

const licensed: Access = { audience: 'desk', licensed: true };
const ofTenant: Access = { audience: 'desk' };
const signedIn: Access = { audience: 'signed-in' };

/** People's own settings. */
export function meRoutes(deps: WebDeps): Route[] {
  const chosen = preferences(deps);
  const keys = ownKeys(deps);
  const password = ownPassword(deps);
  const app = authenticator(deps);
  const own = passkeys(deps);
  const codes = recoveryCodes(deps);
  return [
    get('/me', licensed, chosen.show),
    form('/me', licensed, chosen.save),
    get('/me/keys', ofTenant, keys.show),
    get('/me/keys/:id/revoke', ofTenant, keys.showRevoke),
    post('/me/keys/:id/revoke', ofTenant, keys.revoke),
    // For the platform team too.
    get('/me/sign-in', signedIn, signInPage(deps)),
    get('/me/password', signedIn, password.show),
    form('/me/password', signedIn, password.send),
    get('/me/authenticator', signedIn, app.show),
    post('/me/authenticator', signedIn, app.send),
    get('/me/authenticator/remove', signedIn, app.showRemove),
    post('/me/authenticator/remove', signedIn, app.remove),
    get('/me/passkeys/new', signedIn, own.show),
    form('/me/passkeys/new', signedIn, own.send),
    get('/me/passkeys/:id/remove', signedIn, own.showRemove),
    post('/me/passkeys/:id/remove', signedIn, own.remove),
    get('/me/recovery-codes', signedIn, codes.show),
    post('/me/recovery-codes', signedIn, codes.send),
  ];
}
