import type { AnsweredTicket } from '../../src/db/reading/mail-link-ticket.ts';
import { answerDays, type Standing } from './standing.ts';

/** A page that says why this link can no longer be used to answer, and the next step if there is one. */
export type Past = Readonly<{
  title: string;
  icon: string;
  text: string;
  next: Readonly<{ label: string; href: string }> | null;
}>;

/**
 * Why the link can no longer be used. `desk`: whether the tenant's desk is open, so that the ticket has a page there
 * (R12).
 */
export function presentPast(standing: Exclude<Standing, 'asked'>, ticket: AnsweredTicket, desk: boolean): Past {
  const { number, status, mayCreate } = ticket;
  const seeTicket = desk ? { label: 'See the ticket', href: `/desk/${number}` } : null;
  switch (standing) {
    case 'expired':
      return {
        title: 'This link has ended',
        icon: 'hourglass',
        text:
          `The buttons of a mail are good for ${answerDays} days. ` +
          (desk ? `You can answer on the page of ${number}.` : `Tell your support team, and name ${number}.`),
        next: seeTicket,
      };
    case 'reopened':
      return {
        title: 'We are working on it again',
        icon: 'rotate-ccw',
        text: `${number} was opened again after this mail, so there is nothing to answer now. A mail tells you when there is a new solution.`,
        next: seeTicket,
      };
    case 'resolved_anew':
      return {
        title: 'There is a newer solution',
        icon: 'mail',
        text: `${number} was opened again after this mail and has been resolved anew. Answer by the buttons of the newest mail about it.`,
        next: seeTicket,
      };
    case 'finished': {
      const followUp = { label: 'Open a follow-up', href: `/desk/new?follow_up=${number}` };
      const ask = desk && mayCreate ? '' : ` Ask your support team for a new ticket, and name ${number}.`;
      return {
        title: status === 'cancelled' ? 'This ticket was cancelled' : 'This ticket is closed',
        icon: 'lock',
        text: `Nothing in ${number} can be changed any more. Is there still something to do?${ask}`,
        next: desk && mayCreate ? followUp : null,
      };
    }
  }
}
