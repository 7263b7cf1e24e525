import type { WebDeps } from '../http/context.ts';
import type { Route } from '../http/route.ts';
import { apiKeyRoutes } from './api-keys/routes.ts';
import { itsmRoutes } from './itsm/routes.ts';
import { logRoutes } from './log/routes.ts';
import { permissionRoutes } from './permissions/routes.ts';
import { signInSettingsRoutes } from './sign-in/routes.ts';
import { templateRoutes } from './templates/routes.ts';
import { userRoutes } from './users/routes.ts';

/** The settings of a tenant: who works here and may do what, how the module behaves, and who changed what. */
export function settingsRoutes(deps: WebDeps): Route[] {
  return [
    ...userRoutes(deps),
    ...permissionRoutes(deps),
    ...signInSettingsRoutes(deps),
    ...itsmRoutes(deps),
    ...templateRoutes(deps),
    ...apiKeyRoutes(deps),
    ...logRoutes(deps),
  ];
}
