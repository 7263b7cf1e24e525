import Koa from 'koa';
import { accountRoutes } from './account/routes.ts';
import { agentRoutes } from './agent/routes.ts';
import { answerRoutes } from './answer/routes.ts';
import { formBody } from './http/body.ts';
import { changeLimit } from './http/change-limit.ts';
import { type PageState, usesHttps, type WebDeps } from './http/context.ts';
import { compression } from './http/compression.ts';
import { deskRoutes } from './desk/routes.ts';
import { Problem } from './http/errors.ts';
import { healthRoutes } from './health/routes.ts';
import { assetRoutes } from './assets/routes.ts';
import { meRoutes } from './me/routes.ts';
import { platformRoutes } from './platform/routes.ts';
import { apiDocsRoutes } from './public-v1/docs/routes.ts';
import { publicApi } from './public-v1/pipeline.ts';
import { problemPages } from './page/problem-page.ts';
import { createRendering } from './page/rendering.ts';
import { requestLog } from './http/request-log.ts';
import { limitTickets } from './http/limited-tickets.ts';
import { mount, type Route } from './http/route.ts';
import { sameOrigin } from './http/same-origin.ts';
import { securityHeaders } from './http/security-headers.ts';
import { sessionCookie } from './session/cookie.ts';
import { endedSession } from './session/ended-session.ts';
import { loadMailLink } from './session/load-mail-link.ts';
import { loadPrincipal } from './session/load-principal.ts';
import { sessionRoutes } from './session/routes.ts';
import { settingsRoutes } from './settings/routes.ts';
import { loadStaticFiles } from './http/static-files.ts';
import { utf8Address } from './http/utf8.ts';
import { themeRoutes } from './theme/routes.ts';

/** The map of the product: every route, by its audience. */
export function allRoutes(deps: WebDeps): Route[] {
  return [
    ...healthRoutes(deps), // anyone
    ...themeRoutes(deps), // anyone
    ...apiDocsRoutes(deps), // anyone; the API itself takes a key: public-v1/routes.ts
    ...accountRoutes(deps), // anyone with a one-time link
    ...answerRoutes(deps), // anyone with the link from a mail, with `email_notifications`
    ...sessionRoutes(deps), // anyone; all that follow are for people who are signed in
    ...deskRoutes(deps), // everybody in a licensed tenant, with `end_user_portal`
    ...meRoutes(deps), // everybody in a licensed tenant
    ...agentRoutes(deps), // tickets:manage, with `agent_portal`
    ...assetRoutes(deps), // everybody: all assets, or those they hold; changes take assets:manage
    ...settingsRoutes(deps), // settings:manage, in a licensed tenant
    ...platformRoutes(deps), // the platform team, and nobody else
  ];
}

/** The web application. It shares nothing with another one in the same process; the caller makes it listen. */
export function createApp(given: WebDeps): Koa<PageState> {
  const deps = { ...given, tickets: limitTickets(given) };
  const { config, log, now, orm } = deps;
  const files = loadStaticFiles();
  const app = new Koa<PageState>({ proxy: config.trustedProxies > 0, maxIpsCount: config.trustedProxies });
  app.on('error', (error: unknown) => log.error({ err: error }, 'answer failed'));

  app.use(requestLog({ log, now, rendering: createRendering(files) }));
  app.use(problemPages());
  for (const headers of securityHeaders({ https: usesHttps(config) })) app.use(headers);
  app.use(files.serve);
  app.use(compression());
  for (const step of publicApi(deps)) app.use(step);
  app.use(utf8Address());
  app.use(sameOrigin(config.publicUrl));
  app.use(formBody());
  app.use(loadPrincipal(orm, sessionCookie(config)));
  app.use(loadMailLink(deps));
  app.use(mount(allRoutes(deps), { limit: changeLimit(deps), ended: endedSession(deps) }));
  app.use(() => {
    throw new Problem(404, 'not_found');
  });
  return app;
}
