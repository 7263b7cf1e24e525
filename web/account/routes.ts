import type { WebDeps } from '../context.ts';
import type { Route } from '../route.ts';

/** The pages that a one-time link opens. */
export function accountRoutes(_deps: WebDeps): Route[] {
  return [];
}
