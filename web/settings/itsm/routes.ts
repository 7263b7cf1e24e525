import type { WebDeps } from '../../http/context.ts';
import { form, get, type Route } from '../../http/route.ts';
import { settings } from '../access.ts';
import { itsmPage, saveItsm } from './itsm-page.ts';

/** Settings → ITSM: how tickets are numbered, and where the mails of the queue go. */
export function itsmRoutes(deps: WebDeps): Route[] {
  return [get('/settings/itsm', settings, itsmPage(deps)), form('/settings/itsm', settings, saveItsm(deps))];
}
