import type { WebDeps } from '../../context.ts';
import type { Route } from '../../route.ts';

/** Settings → Log. */
export function logRoutes(_deps: WebDeps): Route[] {
  return [];
}
