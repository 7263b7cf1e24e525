import type { WebDeps } from '../../context.ts';
import { get, type Route } from '../../route.ts';
import { settings } from '../access.ts';

/** Settings → Users. */
export function userRoutes(_deps: WebDeps): Route[] {
  return [
    get('/settings', settings, (ctx) => {
      ctx.status = 303;
      ctx.redirect('/settings/users');
    }),
  ];
}
