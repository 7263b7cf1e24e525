import type { WebDeps } from '../context.ts';
import type { Access, Route } from '../route.ts';

export const platform: Access = { audience: 'platform' };

/** The console of the platform team. */
export function platformRoutes(_deps: WebDeps): Route[] {
  return [];
}
