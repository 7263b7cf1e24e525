import type { WebDeps } from '../http/context.ts';
import { type Access, form, get, type Route } from '../http/route.ts';
import { historyPage } from './history-page.ts';
import { listPage } from './list-page.ts';
import { createTicket, newTicketPage } from './new-ticket.ts';
import { answerResolution, reply, requestWithdrawal } from './ticket-forms.ts';
import { ticketPage } from './ticket-page.ts';

// Reading and answering one's own tickets needs no ticket permission (R9); each handler checks whose they are (R22).
const desk: Access = { audience: 'desk', flag: 'end_user_portal' };
const filing: Access = { ...desk, permission: 'tickets:create' };

/** The reporters' pages: their tickets, and the form for a new one. */
export function deskRoutes(deps: WebDeps): Route[] {
  return [
    get('/desk', desk, listPage(deps)),
    get('/desk/new', filing, newTicketPage(deps)),
    form('/desk/new', filing, createTicket(deps)),
    get('/desk/:number', desk, ticketPage(deps)),
    get('/desk/:number/history', desk, historyPage(deps)),
    form('/desk/:number/replies', desk, reply(deps)),
    form('/desk/:number/answer', desk, answerResolution(deps)),
    form('/desk/:number/withdrawal', desk, requestWithdrawal(deps)),
  ];
}
