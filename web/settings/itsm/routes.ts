import type { WebDeps } from '../../context.ts';
import type { Route } from '../../route.ts';

/** Settings → ITSM. */
export function itsmRoutes(_deps: WebDeps): Route[] {
  return [];
}
