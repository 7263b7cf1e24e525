import type { WebDeps } from '../http/context.ts';
import { type Access, form, get, type Route } from '../http/route.ts';
import { yourMails } from './your-mails.ts';

const everybody: Access = { audience: 'desk', licensed: true };

/** What people set for themselves. */
export function meRoutes(deps: WebDeps): Route[] {
  const page = yourMails(deps);
  return [get('/me', everybody, page.show), form('/me', everybody, page.save)];
}
