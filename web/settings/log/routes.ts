import type { WebDeps } from '../../http/context.ts';
import { get, type Route } from '../../http/route.ts';
import { settings } from '../access.ts';
import { logPage } from './log-page.ts';

/** Settings → Log. */
export function logRoutes(deps: WebDeps): Route[] {
  return [get('/settings/log', settings, logPage(deps))];
}
