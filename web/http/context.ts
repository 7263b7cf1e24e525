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
import type { Translator } from '../../src/locales/translator.ts';
import type { Readiness } from '../health/readiness.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import { Problem } from './errors.ts';
import type { FormRefusal } from './form-refusal.ts';
import type { Rendering } from '../page/rendering.ts';
import type { TicketGateway } from '../../src/temporal/ticket-gateway.ts';

/** The signed-in person of a request, with their permissions at this moment (R10). */
export type Principal = SessionPerson;

/** The link of a mail's answer button: the resolution that it is about, and the reporter, for whom alone it acts. */
export type MailLink = LinkedPerson;

export type WebConfig = Readonly<{
  /** The origin under which people reach the pages, without a trailing slash. With https, cookies become `__Host-`. */
  publicUrl: string;
  /** Address of the Temporal UI. It shows every tenant's payloads, so only the platform console links to it. */
  temporalUiUrl?: string | undefined;
  temporalNamespace: string;
  /** How many proxies of our own stand in front: that many entries of X-Forwarded-For are trusted. */
  trustedProxies: number;
}>;

/** Whether people reach the pages over https. */
export function usesHttps({ publicUrl }: Pick<WebConfig, 'publicUrl'>): boolean {
  return publicUrl.startsWith('https:');
}

/**
 * Whom a route is for. `platform` is the platform team; `signed-in` is the platform team and the people of tenants;
 * `mail-link` is whoever has the link of a mail's answer button, signed in or not; all others except `anyone` are people of
 * a tenant.
 */
export type Audience = 'anyone' | 'mail-link' | 'signed-in' | 'desk' | 'agent' | 'assets' | 'settings' | 'platform';

/** What the pages depend on; created in src/main or by a test, never at import time. */
export type WebDeps = Readonly<{
  orm: Orm;
  tickets: TicketGateway;
  /** What pages start apart from changes of tickets. */
  operations: Operations;
  /** Signs the one-time links of invitations and lost passwords. */
  accountKey: AccountKey;
  /** Signs the links of the answer buttons in mails. */
  answerKey: AnswerKey;
  /** Renders mails, for previews of a tenant's own templates. */
  renderer: MailRenderer;
  throttle: SignInThrottle;
  /** Encrypts and signs the secrets of second steps. */
  factorKey: FactorKey;
  /** Rates passwords before they are set. */
  judgePassword: PasswordJudge;
  /** How much one person may write. */
  writeLimits: WriteLimits;
  /** Why the service cannot do its work; no reasons when it can. */
  readiness: Readiness;
  log: Logger;
  config: WebConfig;
  now: () => Date;
}>;

/** The fields of a form by name: one value, or a list where the name occurs more than once. */
export type FormFields = Readonly<Record<string, string | readonly string[]>>;

/** What a request carries from one middleware to the next. */
export type PageState = {
  principal: Principal | null;
  /** The signed-in person of the platform team; then `principal` is null. */
  platform: PlatformPerson | null;
  /** The link under `/answer/` that was opened, if it is one of ours; it does not matter who is signed in. */
  mailLink: MailLink | null;
  /** The caller by API key, under `/public/v1` only: sessions and links are ignored there, and keys everywhere else. */
  caller: ApiCaller | null;
  /** Whom the matched route is for; null before routing, and where no route matches. */
  audience: Audience | null;
  /** The form that was sent; empty if there was none. */
  form: FormFields;
  /** Why that form is refused whatever it contains; null if it is to be read. */
  formRefusal: FormRefusal | null;
  requestId: string;
  log: Logger;
  /** The instant at which the whole request is judged. */
  now: Date;
  rendering: Rendering;
  /** Speaks the reader's language: that of the signed-in person, their tenant or their browser (R41). */
  translator: Translator;
};

/** The context that every handler gets; `params` are the parts of its path. */
export type PageContext = ParameterizedContext<PageState, { params: Record<string, string> }>;

/** The signed-in person, on a route that requires one. */
export function principalOf(ctx: PageContext): Principal {
  if (ctx.state.principal === null) throw new Problem(401, 'sign_in_required');
  return ctx.state.principal;
}

/** The signed-in person of the platform team, on a route that requires one. */
export function platformOf(ctx: PageContext): PlatformPerson {
  if (ctx.state.platform === null) throw new Problem(401, 'sign_in_required');
  return ctx.state.platform;
}

/** The link that was opened, on a route that requires one. */
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

/** An id in the path, in lower case; 404 for anything that is not a UUID. */
export function idInPath(ctx: PageContext, name = 'id'): string {
  return idOrNotFound(pathPart(ctx, name));
}

/** The text as an id, in lower case; 404 for anything that is not a UUID. */
export function idOrNotFound(text: string): string {
  if (!isUuid(text)) throw new Problem(404, 'not_found');
  return text.toLowerCase();
}
