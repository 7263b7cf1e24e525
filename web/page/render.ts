import { flags, hasFlag, isLicensed } from '../../src/domain/licence.ts';
import type { PageContext } from '../http/context.ts';
import { themeOf } from '../theme/theme-cookie.ts';
import { mailQuotaBanner } from './mail-quota-banner.ts';
import { headSearch, navigation } from './navigation.ts';
import type { Model } from './rendering.ts';
import type { Frame } from './frame.ts';

/** Answers with a whole page: web/<template>.eta inside the layout. */
export function render(ctx: PageContext, template: string, model: Model): void {
  ctx.type = 'html';
  ctx.body = ctx.state.rendering.page(frameOf(ctx), template, model);
}

function frameOf(ctx: PageContext): Frame {
  const { principal, platform, requestId, now, audience, translator } = ctx.state;
  const person = principal ?? platform;
  return {
    path: ctx.path,
    here: ctx.method === 'GET' ? ctx.originalUrl : '/',
    requestId,
    now,
    translator,
    isZoneChosen: principal !== null && principal.timeZone !== null,
    theme: themeOf(ctx),
    person: person && {
      id: person.userId,
      name: person.name,
      email: person.email,
      tenant: principal?.tenantName ?? translator.t('page.person.platform_team'),
    },
    ownSettings: person && (principal !== null && isLicensed(principal.licence, now) ? '/me' : '/me/sign-in'),
    isTenants: principal !== null,
    flags: flags.filter((flag) => principal !== null && hasFlag(principal.licence, flag, now)),
    navigation: navigation(ctx.state, ctx.path, now),
    search: headSearch(ctx.state, now),
    // The desk is for reporting; the banner is for whoever handles tickets and settings.
    mailQuota: audience === 'agent' || audience === 'settings' ? mailQuotaBanner(translator, principal, now) : null,
  };
}
