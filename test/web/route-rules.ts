import { type Flag, flags } from '../../src/domain/licence.ts';
import type { Permission } from '../../src/domain/permissions.ts';
import type { PersonWish, TenantWish } from '../support/people.ts';

/** Who a route is for, written by hand from R8, R9, R11, R12, R25 and R26; `flag` implies a licence. */
export type Rule = Readonly<{
  who: 'anyone' | 'mail-link' | 'signed-in' | 'tenant' | 'platform';
  permission?: Permission;
  licensed?: true;
  flag?: Flag | readonly Flag[];
  /** The parameter of its path names something of the product, which is every tenant's. */
  everybodys?: true;
}>;

export const anyone: Rule = { who: 'anyone' };
const mailLink: Rule = { who: 'mail-link', flag: 'email_notifications' };
const signedIn: Rule = { who: 'signed-in' };
const desk: Rule = { who: 'tenant', flag: 'end_user_portal' };
const filing: Rule = { ...desk, permission: 'tickets:create' };
const agent: Rule = { who: 'tenant', flag: 'agent_portal', permission: 'tickets:manage' };
const assets: Rule = { who: 'tenant' };
const assetManager: Rule = { ...assets, permission: 'assets:manage' };
const settings: Rule = { who: 'tenant', licensed: true, permission: 'settings:manage' };
const templates: Rule = { ...settings, flag: 'email_templates', everybodys: true };
const keys: Rule = { ...settings, flag: 'public_api' };
const platform: Rule = { who: 'platform' };

/** A new route needs its line here before anybody can ship it. */
export const rules: Readonly<Record<string, Rule>> = {
  'GET /healthz': anyone,
  'GET /readyz': anyone,
  'POST /theme': anyone,
  'GET /public/docs': anyone,
  'GET /public/docs/errors': anyone,
  'GET /': signedIn,
  'GET /sign-in': anyone,
  'POST /sign-in': anyone,
  'POST /sign-in/passkey': anyone,
  'GET /sign-in/second-step': anyone,
  'POST /sign-in/second-step': anyone,
  'POST /sign-in/second-step/passkey': anyone,
  'GET /sign-in/set-up': anyone,
  'POST /sign-in/set-up': anyone,
  'POST /sign-in/set-up/passkey': anyone,
  'GET /kept-form': signedIn,
  'POST /kept-form/discard': signedIn,
  'GET /lost-password': anyone,
  'POST /lost-password': anyone,
  'POST /sign-out': anyone,
  'POST /sign-out-everywhere': signedIn,
  'GET /desk': desk,
  'GET /desk/new': filing,
  'POST /desk/new': filing,
  'GET /desk/:number': desk,
  'GET /desk/:number/history': desk,
  'POST /desk/:number/replies': desk,
  'POST /desk/:number/answer': desk,
  'POST /desk/:number/withdrawal': desk,
  'GET /me': { who: 'tenant', licensed: true },
  'POST /me': { who: 'tenant', licensed: true },
  'GET /me/keys': { who: 'tenant' },
  'GET /me/keys/:id/revoke': { who: 'tenant' },
  'POST /me/keys/:id/revoke': { who: 'tenant' },
  'GET /me/sign-in': signedIn,
  'GET /me/password': signedIn,
  'POST /me/password': signedIn,
  'GET /me/authenticator': signedIn,
  'POST /me/authenticator': signedIn,
  'GET /me/authenticator/remove': signedIn,
  'POST /me/authenticator/remove': signedIn,
  'GET /me/passkeys/new': signedIn,
  'POST /me/passkeys/new': signedIn,
  'GET /me/passkeys/:id/remove': signedIn,
  'POST /me/passkeys/:id/remove': signedIn,
  'GET /me/recovery-codes': signedIn,
  'POST /me/recovery-codes': signedIn,
  'GET /search': agent,
  'GET /search/suggestions': agent,
  'GET /tickets': agent,
  'GET /tickets/new': agent,
  'POST /tickets/new': agent,
  'GET /tickets/:number': agent,
  'GET /tickets/:number/history': agent,
  'GET /tickets/:number/mails': agent,
  'GET /tickets/:number/edit': agent,
  'POST /tickets/:number/edit': agent,
  'POST /tickets/:number/comments': agent,
  'POST /tickets/:number/status': agent,
  'POST /tickets/:number/assignee': agent,
  'POST /tickets/:number/assets': { ...agent, flag: ['agent_portal', 'asset_integration'] },
  'POST /tickets/:number/movement': { ...agent, flag: ['agent_portal', 'asset_integration', 'movement_link'] },
  'POST /tickets/:number/mails/:mail/again': agent,
  'GET /account/:token': anyone,
  'POST /account/:token': anyone,
  'GET /answer/:token/solved': mailLink,
  'POST /answer/:token/solved': mailLink,
  'GET /answer/:token/still-broken': mailLink,
  'POST /answer/:token/still-broken': mailLink,
  'GET /assets': assets,
  'GET /assets/new': assetManager,
  'POST /assets/new': assetManager,
  'GET /assets/:id': assets,
  'GET /assets/:id/movements': assets,
  'GET /assets/:id/movements/new': assetManager,
  'POST /assets/:id/movements/new': assetManager,
  'GET /assets/:id/history': assets,
  'GET /assets/:id/tickets': { ...assets, flag: 'asset_integration' },
  'GET /assets/:id/edit': assetManager,
  'POST /assets/:id/edit': assetManager,
  'GET /assets/:id/delete': assetManager,
  'POST /assets/:id/delete': assetManager,
  'GET /settings': settings,
  'GET /settings/users': settings,
  'GET /settings/users/new': settings,
  'POST /settings/users/new': settings,
  'GET /settings/users/:id': settings,
  'GET /settings/users/:id/edit': settings,
  'POST /settings/users/:id/edit': settings,
  'POST /settings/users/:id/address/withdraw': settings,
  'GET /settings/users/:id/second-step': settings,
  'POST /settings/users/:id/second-step': settings,
  'POST /settings/users/:id/link': settings,
  'GET /settings/users/:id/deactivate': settings,
  'POST /settings/users/:id/deactivate': settings,
  'POST /settings/users/:id/reactivate': settings,
  'GET /settings/permissions': settings,
  'GET /settings/permissions/new': settings,
  'POST /settings/permissions/new': settings,
  'GET /settings/permissions/:id': settings,
  'POST /settings/permissions/:id/members': settings,
  'POST /settings/permissions/:id/members/remove': settings,
  'POST /settings/permissions/:id/permissions': settings,
  'POST /settings/permissions/:id/name': settings,
  'POST /settings/permissions/:id/delete': settings,
  'GET /settings/sign-in': settings,
  'POST /settings/sign-in': settings,
  'GET /settings/itsm': settings,
  'POST /settings/itsm': settings,
  'GET /settings/log': settings,
  'GET /settings/templates': templates,
  'GET /settings/templates/:mail': templates,
  'GET /settings/itsm/templates': templates,
  'GET /settings/itsm/templates/:mail': templates,
  'POST /settings/itsm/templates/:mail': templates,
  'POST /settings/itsm/templates/:mail/preview': templates,
  'POST /settings/itsm/templates/:mail/preview/text': templates,
  'POST /settings/itsm/templates/:mail/test': templates,
  'POST /settings/itsm/templates/:mail/built-in': templates,
  'GET /settings/api-keys': keys,
  'GET /settings/api-keys/new': keys,
  'POST /settings/api-keys/new': keys,
  'GET /settings/api-keys/:id/revoke': keys,
  'POST /settings/api-keys/:id/revoke': keys,
  'GET /settings/api-keys/:id/rotate': keys,
  'POST /settings/api-keys/:id/rotate': keys,
  'GET /platform': platform,
  'POST /platform/audits': platform,
  'GET /platform/tenants/new': platform,
  'POST /platform/tenants/new': platform,
  'GET /platform/tenants/:id': platform,
  'POST /platform/tenants/:id/licence': platform,
  'GET /platform/tenants/:id/suspend': platform,
  'POST /platform/tenants/:id/suspend': platform,
  'POST /platform/tenants/:id/invitations': platform,
  'GET /platform/alerts': platform,
  'POST /platform/alerts/:id/acknowledge': platform,
  'GET /platform/changes': platform,
  'GET /platform/workflows': platform,
  'POST /platform/workflows/:tenant/:ticket/heal': platform,
};

/** What a person gets to: the handler (`in`), the way to the sign-in, or a refusal before any handler. */
export type Met = 'in' | 'sign-in' | '401' | '403' | '404';

/** People of a tenant, and the permissions that they hold. */
export const people = {
  bystander: { permissions: [] },
  reporter: { permissions: ['tickets:create'] },
  agent: { agent: true, permissions: [] },
  administrator: { permissions: ['settings:manage'] },
  'asset manager': { permissions: ['assets:manage'] },
  'administrator who is an agent': { agent: true, permissions: ['settings:manage'] },
} as const satisfies Readonly<Record<string, PersonWish>>;

export type Actor = keyof typeof people | 'nobody' | 'platform';
export const actors: readonly Actor[] = ['nobody', 'platform', ...(Object.keys(people) as (keyof typeof people)[])];

function holds(actor: Exclude<Actor, 'nobody' | 'platform'>, permission: Permission): boolean {
  const { permissions, ...more } = people[actor] as PersonWish;
  return more.agent === true ? permission.startsWith('tickets:') || has(permissions) : has(permissions);

  function has(list: readonly Permission[] = []): boolean {
    return list.includes(permission);
  }
}

/** Licences: everything, each flag alone off, no flag at all, and the three ways of having no licence. */
export const licences: Readonly<Record<string, TenantWish<never>>> = {
  'all flags on': {},
  ...Object.fromEntries(flags.map((off) => [`${off} off`, { flags: flags.filter((flag) => flag !== off) }])),
  'all flags off': { flags: [] },
  suspended: { licence: { active: false } },
  ended: { licence: { validUntil: new Date(0) } },
  'never licensed': { licence: null },
};

/** What R8 to R12 and R25 demand of a cell. Licence and flag come before permission: what is not there is not forbidden. */
export function demanded(rule: Rule, method: string, actor: Actor, licence: string): Met {
  if (rule.who === 'anyone') return 'in';
  // By the link of a mail, whoever is signed in: its tenant's licence alone counts.
  if (rule.who === 'mail-link') return isOpen(rule, licence) ? 'in' : '404';
  if (actor === 'nobody') return method === 'POST' ? '401' : 'sign-in';
  if (rule.who === 'signed-in') return 'in';
  if ((rule.who === 'platform') !== (actor === 'platform')) return '404';
  if (actor === 'platform') return 'in';
  if (!isOpen(rule, licence)) return '404';
  if (rule.permission !== undefined && !holds(actor, rule.permission)) return '403';
  return 'in';
}

/** Whether the licence has what the rule demands of one. */
function isOpen(rule: Rule, licence: string): boolean {
  const wish = licences[licence] ?? {};
  const licensed = wish.licence === undefined;
  const flagOn = [rule.flag ?? []].flat().every((flag) => (wish.flags ?? flags).includes(flag));
  return !(rule.licensed || rule.flag !== undefined) || (licensed && flagOn);
}
