import type { AlertKind } from '../domain/alert.ts';
import type { ServiceMailContent } from '../host/service-mail/service-mail.ts';
import type { RenderedMail } from './facts.ts';
import { shortLine } from './one-line.ts';
import { type FrameView, loadTemplates } from './templates.ts';
import { greetingOf } from './view.ts';

/** All that a mail without a ticket tells. `link` is what its button opens (absolute URL), with the token if it has one. */
export type ServiceMailFacts = Exclude<ServiceMailContent, { kind: 'template_test' }> &
  Readonly<{ tenantName: string; recipientName: string; link: string }>;

type Kind = ServiceMailFacts['kind'];

/** What only some of the kinds tell; empty where the kind does not. */
type View = FrameView &
  Readonly<{ inviter: string | null; goodUntil: string; heading: string; overrun: string; whatFollows: string }>;

const nameLimit = 80;

const buttons: Readonly<Record<Kind, string>> = {
  invitation: 'Set your password',
  password_reset: 'Set a new password',
  alert: 'Open the tenant',
};

/**
 * Reads and compiles the templates of invitations, password links and alerts, once for the process, and gives what makes
 * a mail of the facts: subject (one line), HTML and text. Names are escaped and shortened.
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
  const frame = {
    tenant,
    greeting: greetingOf(facts.recipientName),
    preview: null,
    link,
    button: buttons[kind],
    answers: null,
  };
  const unit = kind === 'alert' ? 'Uslimato platform' : 'Uslimato';
  if (kind === 'alert') {
    const overrun = overrunOf(facts.fact);
    return {
      ...frame,
      unit,
      documentTitle: `${tenant}: ${overrun}`,
      inviter: null,
      goodUntil: '',
      overrun,
      ...alertWords(facts.fact.about),
    };
  }
  const inviter = facts.fact.invitedBy === null ? null : shortLine(facts.fact.invitedBy, nameLimit);
  const invited = inviter === null ? `You are invited to ${tenant}` : `${inviter} has invited you to ${tenant}`;
  const documentTitle = kind === 'invitation' ? invited : `Set a new password for ${tenant}`;
  return {
    ...frame,
    unit,
    documentTitle,
    inviter,
    goodUntil: instantWords(facts.fact.expiresAt),
    overrun: '',
    heading: '',
    whatFollows: '',
  };
}

/** "12 agents, the licence allows 10", "10,400 mails in November 2026, the licence allows 10,000". */
function overrunOf({ about, limit, used, period }: Extract<ServiceMailContent, { kind: 'alert' }>['fact']): string {
  const number = (n: number): string => n.toLocaleString('en-US');
  const counted = (thing: string): string => `${number(used)} ${thing}${used === 1 ? '' : 's'}`;
  if (about === 'mail_count_drift') {
    return `the counter says ${counted('mail')} in ${monthWords(period)}, the ledger ${number(limit)}`;
  }
  if (about === 'mail_flood') {
    return `${counted('mail')} within an hour, further ones are skipped from ${number(limit)} on`;
  }
  if (about === 'emails_used_up') return `all ${number(limit)} mails of ${monthWords(period)} are used up`;
  const what = about === 'agents_over_quota' ? counted('agent') : `${counted('mail')} in ${monthWords(period)}`;
  return `${what}, the licence allows ${number(limit)}`;
}

function alertWords(about: AlertKind): Readonly<{ heading: string; whatFollows: string }> {
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
function monthWords(period: string): string {
  const month = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Date(`${period}-01T00:00:00Z`).toLocaleString('en-US', month);
}

/** "16 November 2026, 14:05 UTC": the reader's own time zone is not known here. */
function instantWords(at: string): string {
  const date = new Date(at);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}
