import type { WebDeps } from '../../http/context.ts';
import { get, post, type Route } from '../../http/route.ts';
import { settings } from '../access.ts';
import { saveSignInSettings, signInSettingsPage } from './sign-in-page.ts';

/** Settings → Sign-in. */
export function signInSettingsRoutes(deps: WebDeps): Route[] {
  return [
    get('/settings/sign-in', settings, signInSettingsPage(deps)),
    post('/settings/sign-in', settings, saveSignInSettings(deps)),
  ];
}
