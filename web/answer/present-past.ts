import type { AnsweredTicket } from '../../src/db/reading/mail-link-ticket.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import { message, type Text } from '../../src/locales/message.ts';
import { answerDays, type Standing } from './standing.ts';

/** A page that says why this link can no longer be used to answer, and the next step if there is one. */
export type Past = Readonly<{
  title: MessageKey;
  icon: string;
  text: Text;
  next: Readonly<{ label: MessageKey; href: string }> | null;
}>;

/**
 * Why the link can no longer be used. `desk`: whether the tenant's desk is open, so that the ticket has a page there
 * (R12).
 */
export function presentPast(standing: Exclude<Standing, 'asked'>, ticket: AnsweredTicket, desk: boolean): Past {
  const { number, status, mayCreate } = ticket;
  const seeTicket = desk ? { label: 'answer.see_ticket' as const, href: `/desk/${number}` } : null;
  switch (standing) {
    case 'expired':
      return {
        title: 'answer.past.expired_title',
        icon: 'hourglass',
        text: message(desk ? 'answer.past.expired_text' : 'answer.past.expired_text_no_desk', {
          days: answerDays,
          number,
        }),
        next: seeTicket,
      };
    case 'reopened':
      return {
        title: 'answer.past.reopened_title',
        icon: 'rotate-ccw',
        text: message('answer.past.reopened_text', { number }),
        next: seeTicket,
      };
    case 'resolved_anew':
      return {
        title: 'answer.past.resolved_anew_title',
        icon: 'mail',
        text: message('answer.past.resolved_anew_text', { number }),
        next: seeTicket,
      };
    case 'finished': {
      const canFollowUp = desk && mayCreate;
      return {
        title: status === 'cancelled' ? 'answer.past.cancelled_title' : 'answer.past.closed_title',
        icon: 'lock',
        text: message(canFollowUp ? 'answer.past.finished_text' : 'answer.past.finished_text_ask', { number }),
        next: canFollowUp ? { label: 'answer.past.follow_up', href: `/desk/new?follow_up=${number}` } : null,
      };
    }
  }
}
