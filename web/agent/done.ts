import type { Status } from '../../src/domain/status.ts';
import type { Priority, TicketType } from '../../src/domain/ticket.ts';
import { message, type MessageValues } from '../../src/locales/message.ts';
import { type FlashMessage, flash } from '../forms/flash.ts';
import type { PageContext } from '../http/context.ts';
import { listInAddress } from './find-ticket.ts';
import { ticketHref } from './present-queue.ts';

/** Where the ticket page says what was done: beside what has changed. */
type DonePlace = 'head' | 'conversation' | 'properties' | 'assets' | 'movement' | 'mails';

/** What a form of the ticket page has done. */
export type Done = Parameters<typeof ticketFlash.goTo>[2] & string;

const status = (to: Status) => message('agent.done.status', { status: message(`ticket.status.${to}`) });
const priority = (to: Priority) => message('agent.done.priority', { priority: message(`ticket.priority.${to}`) });
const type = (to: TicketType) => message('agent.done.type', { type: message(`ticket.type.${to}`) });

const ticketFlash = flash({
  created: 'agent.done.created',
  replied: 'agent.done.replied',
  replied_and_taken: 'agent.done.replied_and_taken',
  replied_and_resolved: 'agent.done.replied_and_resolved',
  noted: 'agent.done.noted',
  taken: 'agent.done.taken',
  assigned: 'agent.done.assigned',
  given_back: 'agent.done.given_back',
  open: status('open'),
  in_progress: status('in_progress'),
  resolved: status('resolved'),
  closed: status('closed'),
  cancelled: status('cancelled'),
  edited: 'agent.done.edited',
  priority_low: priority('low'),
  priority_normal: priority('normal'),
  priority_high: priority('high'),
  priority_urgent: priority('urgent'),
  type_incident: type('incident'),
  type_service_request: type('service_request'),
  linked: 'agent.done.linked',
  unlinked: 'agent.done.unlinked',
  movement: 'agent.done.movement',
  mail_again: 'agent.done.mail_again',
});

/** What is not said in the head of the page. */
const places: Readonly<Partial<Record<Done, DonePlace>>> = {
  replied: 'conversation',
  replied_and_taken: 'conversation',
  noted: 'conversation',
  assigned: 'properties',
  given_back: 'properties',
  priority_low: 'properties',
  priority_normal: 'properties',
  priority_high: 'properties',
  priority_urgent: 'properties',
  type_incident: 'properties',
  type_service_request: 'properties',
  linked: 'assets',
  unlinked: 'assets',
  movement: 'movement',
  mail_again: 'mails',
};

/** What the form that leads to this page has done, and where the page says so; null if none does. */
export function doneIn(ctx: PageContext, values: MessageValues): { place: DonePlace; flash: FlashMessage } | null {
  const name = ticketFlash.nameIn(ctx);
  const shown = ticketFlash.flashIn(ctx, values);
  return name === null || shown === null ? null : { place: places[name] ?? 'head', flash: shown };
}

/** Redirects to the ticket, to the line that says what was done. */
export function backToTicket(ctx: PageContext, number: string, done: Done): void {
  ticketFlash.goTo(ctx, `${ticketHref(number, listInAddress(ctx))}#done`, done);
}
