import type { WebDeps } from '../../context.ts';
import type { Route } from '../../route.ts';

/** Settings → Permissions. */
export function permissionRoutes(_deps: WebDeps): Route[] {
  return [];
}
