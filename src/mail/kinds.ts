import type { Placeholder } from '../domain/placeholders.ts';
import type { MailEvent } from '../domain/notices.ts';
import type { MessageKey } from '../locales/catalogue.ts';
import type { MailAudience } from './facts.ts';

/** The built-in mails: an event and its audience (R16). Each has `templates/<kind>.html.eta` and `.text.eta`. */
export const mailKinds = [
  'ticket.created.reporter',
  'ticket.created.agents',
  'ticket.assigned.agents',
  'ticket.comment_added.reporter',
  'ticket.comment_added.agents',
  'ticket.status_changed.reporter',
  'ticket.resolved.reporter',
  'ticket.closed.reporter',
] as const;

export type MailKind = (typeof mailKinds)[number];

/** The label of a kind's single button. */
export const buttons: Readonly<Record<MailKind, MessageKey>> = {
  'ticket.created.reporter': 'mail.button.open_yours',
  'ticket.created.agents': 'mail.button.open',
  'ticket.assigned.agents': 'mail.button.open',
  'ticket.comment_added.reporter': 'mail.button.read',
  'ticket.comment_added.agents': 'mail.button.read',
  'ticket.status_changed.reporter': 'mail.button.open_yours',
  'ticket.resolved.reporter': 'mail.button.answer',
  'ticket.closed.reporter': 'mail.button.open_yours',
};

/** The event of a kind, and its audience. */
export function eventOf(kind: MailKind): Readonly<{ event: MailEvent; audience: MailAudience }> {
  const cut = kind.lastIndexOf('.');
  return { event: kind.slice(0, cut) as MailEvent, audience: kind.slice(cut + 1) as MailAudience };
}

/** The placeholders that never have a value in a mail of the kind (R17). */
export const emptyPlaceholders: Readonly<Partial<Record<MailKind, readonly Placeholder[]>>> = {
  'ticket.created.reporter': ['assignee_name'],
  'ticket.created.agents': ['assignee_name'],
  'ticket.assigned.agents': ['comment_body'],
};

/** The kind of an event's mail to an audience. Throws for a pair that is not in R16. */
export function kindOf(event: MailEvent, audience: MailAudience): MailKind {
  const kind = mailKinds.find((known) => known === `${event}.${audience}`);
  if (kind === undefined) throw new Error(`There is no mail about ${event} to the audience ${audience}.`);
  return kind;
}
