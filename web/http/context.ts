import type { ParameterizedContext } from 'koa';
import type { WriteLimits } from '../../src/domain/write-limits.ts';
import type { Orm } from '../../src/db/orm.ts';
import type { SessionPerson } from '../../src/host/identity/sessions.ts';
import type { ApiCaller } from '../../src/host/api-keys/find-api-key.ts';
import type { AccountKey } from '../../src/host/identity/account-token.ts';
import type { LinkedPerson } from '../../src/db/reading/mail-link-person.ts';
import type { PlatformPerson } from '../../src/host/identity/platform-users.ts';
import type { PasswordJudge } from '../../src/host/identity/password-strength.ts';
import type { FactorKey } from '../../src/host/identity/second-step/factor-key.ts';
import type { SignInThrottle } from '../../src/host/identity/sign-in-throttle.ts';
import type { Operations } from '../../src/temporal/operations.ts';
import type { Logger } from '../../src/log.ts';
import type { AnswerKey } from '../../src/mail/answer-token.ts';
import type { MailRenderer } from '../../src/mail/render.ts';
import type { Readiness } from '../health/readiness.ts';
import { Problem } from './errors.ts';
import type { FormRefusal } from './form-refusal.ts';
import type { Rendering } from '../page/rendering.ts';
import type { TicketGateway } from '../../src/temporal/ticket-gateway.ts';

/** The signed-in person of a request, with what they may do at this very moment (R10). */
export type Principal = SessionPerson;

/** The link of a mail's answer button: the resolution that it is about, and its reporter, for whom alone it speaks. */
export type MailLink = LinkedPerson;

export type WebConfig = Readonly<{
  /** Origin under which people reach the pages, without a slash at the end. With https, cookies become `__Host-`. */
  publicUrl: string;
  /** Address of the Temporal UI. It shows every tenant's payloads: the platform console alone links to it. */
  temporalUiUrl?: string | undefined;
  temporalNamespace: string;
  /** How many proxies of our own stand in front: so many entries of X-Forwarded-For are believed. */
  trustedProxies: number;
}>;

/**
 * Whom a route is for. `platform` is the platform team, `signed-in` is they and the people of tenants, `mail-link` is whoever
 * has the link of a mail's answer button, signed in or not; the others but `anyone` are people of a tenant.
 */
export type Audience = 'anyone' | 'mail-link' | 'signed-in' | 'desk' | 'agent' | 'assets' | 'settings' | 'platform';

/** What the pages are built on; made in src/main or by a test, never at import time. */
export type WebDeps = Readonly<{
  orm: Orm;
  tickets: TicketGateway;
  /** What pages set going beside tickets. */
  operations: Operations;
  /** Signs the one-time links of invitations and lost passwords. */
  accountKey: AccountKey;
  /** Signs the links of the answer buttons in mails. */
  answerKey: AnswerKey;
  /** Makes mails, for previews of a tenant's own words. */
  renderer: MailRenderer;
  throttle: SignInThrottle;
  /** Seals and signs what second steps need. */
  factorKey: FactorKey;
  /** Looks at passwords before they are set. */
  judgePassword: PasswordJudge;
  /** How much one person may write. */
  writeLimits: WriteLimits;
  /** Why the service cannot do its work, or nothing. */
  readiness: Readiness;
  log: Logger;
  config: WebConfig;
  now: () => Date;
}>;

/** The fields of a form by name: one value, or those that stand under one name. */
export type FormFields = Readonly<Record<string, string | readonly string[]>>;

/** What the request carries from one step to the next. */
export type PageState = {
  principal: Principal | null;
  /** The signed-in person of the platform team; then `principal` is null. */
  platform: PlatformPerson | null;
  /** The link under `/answer/` that was opened, if it is one of ours; whoever is signed in is somebody else's matter. */
  mailLink: MailLink | null;
  /** Whose API key it is, under `/public/v1` alone; sessions and links count for nothing there, and keys nowhere else. */
  caller: ApiCaller | null;
  /** Whom the route that answers is for; null before one is found, and where none is. */
  audience: Audience | null;
  /** The form that was sent; empty where none was. */
  form: FormFields;
  /** Why that form is not to be carried out, whatever is in it; null for a form that is read on. */
  formRefusal: FormRefusal | null;
  requestId: string;
  log: Logger;
  /** The instant that the whole request is judged by. */
  now: Date;
  rendering: Rendering;
};

/** The context that every handler gets; `params` are those of its path. */
export type PageContext = ParameterizedContext<PageState, { params: Record<string, string> }>;

/** The signed-in person of a route that demands one. */
export function principalOf(ctx: PageContext): Principal {
  if (ctx.state.principal === null) throw new Problem(401, 'sign_in_required');
  return ctx.state.principal;
}

/** The signed-in person of the platform team, on a route that demands one. */
export function platformOf(ctx: PageContext): PlatformPerson {
  if (ctx.state.platform === null) throw new Problem(401, 'sign_in_required');
  return ctx.state.platform;
}

/** The link that was opened, on a route that demands one. */
export function mailLinkOf(ctx: PageContext): MailLink {
  if (ctx.state.mailLink === null) throw new Problem(404, 'not_found');
  return ctx.state.mailLink;
}

/** A part of the path, such as the number in `/tickets/:number`. */
export function pathPart(ctx: PageContext, name: string): string {
  const value = ctx.params[name];
  if (value === undefined) throw new Problem(404, 'not_found');
  return value;
}
