import type { WebDeps } from '../../http/context.ts';
import { type Access, form, get, post, type Route } from '../../http/route.ts';
import { settings } from '../access.ts';
import { keysPage } from './list-page.ts';
import { newKey, newKeyPage } from './new-key.ts';
import { revokeKey, revokePage } from './revoke-key.ts';
import { rotateKey, rotatePage } from './rotate-key.ts';

const keys: Access = { ...settings, flag: 'public_api' };

/** Settings → API keys: who may use the public API, and how much it is used (R31, R32). */
export function apiKeyRoutes(deps: WebDeps): Route[] {
  return [
    get('/settings/api-keys', keys, keysPage(deps)),
    get('/settings/api-keys/new', keys, newKeyPage()),
    form('/settings/api-keys/new', keys, newKey(deps)),
    get('/settings/api-keys/:id/revoke', keys, revokePage(deps)),
    post('/settings/api-keys/:id/revoke', keys, revokeKey(deps)),
    get('/settings/api-keys/:id/rotate', keys, rotatePage(deps)),
    form('/settings/api-keys/:id/rotate', keys, rotateKey(deps)),
  ];
}
