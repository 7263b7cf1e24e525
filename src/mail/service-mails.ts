import type { AlertKind } from '../domain/alert.ts';
import type { ServiceMailContent } from '../host/service-mail/service-mail.ts';
import type { RenderedMail } from './facts.ts';
import { shortLine } from './one-line.ts';
import { type FrameView, loadTemplates } from './templates.ts';
import { greetingOf } from './view.ts';

/**
 * The content of a mail without a ticket. `link` is the target of its button (absolute URL), including the token if
 * there is one.
 */
export type ServiceMailFacts = Exclude<ServiceMailContent, { kind: 'template_test' }> &
  Readonly<{ tenantName: string; recipientName: string; link: string }>;

type Kind = ServiceMailFacts['kind'];

type View = FrameView &
  Readonly<{
    /** Who sent the invitation or did it; null if nobody is named. */
    by: string | null;
    goodUntil: string;
    overrun: string;
    heading: string;
    whatFollows: string;
    keyName: string;
    writes: boolean;
    newAddress: string;
  }>;

const nameLimit = 80;

const buttons: Readonly<Record<Kind, string>> = {
  invitation: 'Set your password',
  password_reset: 'Set a new password',
  key_created: 'See your keys',
  second_step_reset: 'Sign in',
  email_confirmation: 'Use this address',
  email_changed: 'Sign in',
  alert: 'Open the tenant',
};

/**
 * Reads and compiles the templates of mails about accounts and of alerts, once per process, and returns the function
 * that builds a mail from its facts: subject (one line), HTML and text. Names are escaped and shortened.
 */
export function createServiceMailBuilder(): (facts: ServiceMailFacts) => RenderedMail {
  const templates = loadTemplates<Kind, View>(Object.keys(buttons) as Kind[], { foot: 'service-foot' });
  return (facts) => {
    const template = templates.get(facts.kind);
    if (template === undefined) throw new Error(`There is no template for ${facts.kind}.`);
    const view = viewOf(facts);
    return { subject: view.documentTitle, html: template.html(view), text: template.text(view) };
  };
}

function viewOf(facts: ServiceMailFacts): View {
  const { kind, link } = facts;
  const tenant = shortLine(facts.tenantName, nameLimit);
  return {
    tenant,
    greeting: greetingOf(facts.recipientName),
    preview: null,
    link,
    button: buttons[kind],
    answers: null,
    unit: kind === 'alert' ? 'Uslimato platform' : 'Uslimato',
    by: null,
    goodUntil: '',
    overrun: '',
    heading: '',
    whatFollows: '',
    keyName: '',
    writes: false,
    newAddress: '',
    ...toldOf(facts, tenant),
  };
}

/** The subject, and the rest of the mail's content. */
function toldOf(facts: ServiceMailFacts, tenant: string): Partial<View> & Pick<View, 'documentTitle'> {
  switch (facts.kind) {
    case 'alert': {
      const overrun = overrunOf(facts.fact);
      return { documentTitle: `${tenant}: ${overrun}`, overrun, ...alertText(facts.fact.about) };
    }
    case 'invitation': {
      const by = nameOf(facts.fact.invitedBy);
      const documentTitle = by === null ? `You are invited to ${tenant}` : `${by} has invited you to ${tenant}`;
      return { documentTitle, by, goodUntil: instantText(facts.fact.expiresAt) };
    }
    case 'password_reset':
      return { documentTitle: `Set a new password for ${tenant}`, goodUntil: instantText(facts.fact.expiresAt) };
    case 'key_created': {
      const { keyName, scopes } = facts.fact;
      const by = nameOf(facts.fact.by);
      const about = { by, keyName: shortLine(keyName, nameLimit), writes: scopes.includes('tickets:write') };
      return { documentTitle: `${by} has created an API key that acts for you`, ...about };
    }
    case 'second_step_reset':
      return { documentTitle: `Your second step at ${tenant} was removed`, by: nameOf(facts.fact.by) };
    case 'email_confirmation': {
      const { by, expiresAt } = facts.fact;
      const documentTitle = `Confirm your address for ${tenant}`;
      return { documentTitle, by: nameOf(by), goodUntil: instantText(expiresAt) };
    }
    case 'email_changed':
      return {
        documentTitle: `Your address at ${tenant} was changed`,
        newAddress: shortLine(facts.fact.newAddress, nameLimit * 4),
      };
  }
}

function nameOf(name: string | null): string | null {
  return name === null ? null : shortLine(name, nameLimit);
}

/** "12 agents, the licence allows 10", "10,400 mails in November 2026, the licence allows 10,000". */
function overrunOf({ about, limit, used, period }: Extract<ServiceMailContent, { kind: 'alert' }>['fact']): string {
  const number = (n: number): string => n.toLocaleString('en-US');
  const counted = (thing: string): string => `${number(used)} ${thing}${used === 1 ? '' : 's'}`;
  if (about === 'mail_count_drift') {
    return `the counter says ${counted('mail')} in ${monthText(period)}, the ledger ${number(limit)}`;
  }
  if (about === 'ticket_healed') return `the workflow of ${period} could not go on and was restarted`;
  if (about === 'tickets_failing') return `${counted('ticket')} cannot go on since build ${period}`;
  if (about === 'mail_flood') {
    return `${counted('mail')} within an hour, further ones are skipped from ${number(limit)} on`;
  }
  if (about === 'emails_used_up') return `all ${number(limit)} mails of ${monthText(period)} are used up`;
  const what = about === 'agents_over_quota' ? counted('agent') : `${counted('mail')} in ${monthText(period)}`;
  return `${what}, the licence allows ${number(limit)}`;
}

function alertText(about: AlertKind): Readonly<{ heading: string; whatFollows: string }> {
  switch (about) {
    case 'mail_count_drift':
      return {
        heading: 'A count of mails is wrong',
        whatFollows: 'The quota is kept by the counter. The alert stays open in the console until both say the same.',
      };
    case 'mail_flood':
      return {
        heading: 'There are unusually many mails',
        whatFollows:
          'It may be a loop or a script. Look at who brings them about before the quota of the month is used up; the tickets themselves work as usual.',
      };
    default:
      return {
        heading: 'A licence is at its limit',
        whatFollows:
          'Nobody has lost access by that, and tickets work as usual. The alert stays open in the console until the tenant is within its licence again.',
      };
  }
}

/** "November 2026" for `2026-11`. */
function monthText(period: string): string {
  const month = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Date(`${period}-01T00:00:00Z`).toLocaleString('en-US', month);
}

/** "16 November 2026, 14:05 UTC": the reader's time zone is not known here. */
function instantText(at: string): string {
  const date = new Date(at);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}
