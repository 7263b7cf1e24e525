import type { MailEvent } from '../domain/notices.ts';
import type { MailAudience } from './facts.ts';

/** The built-in mails: an event and whom it is told (R16). Each has `templates/<kind>.html.eta` and `.text.eta`. */
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

/** What the one button of a kind says. */
export const buttons: Readonly<Record<MailKind, string>> = {
  'ticket.created.reporter': 'Open your ticket',
  'ticket.created.agents': 'Open the ticket',
  'ticket.assigned.agents': 'Open the ticket',
  'ticket.comment_added.reporter': 'Read and answer',
  'ticket.comment_added.agents': 'Read and answer',
  'ticket.status_changed.reporter': 'Open your ticket',
  'ticket.resolved.reporter': 'Tell us if it is solved',
  'ticket.closed.reporter': 'Open your ticket',
};

/** The kind of an event's mail to an audience. Throws for a pair that R16 does not know. */
export function kindOf(event: MailEvent, audience: MailAudience): MailKind {
  const kind = mailKinds.find((known) => known === `${event}.${audience}`);
  if (kind === undefined) throw new Error(`There is no mail about ${event} to the audience ${audience}.`);
  return kind;
}
