import type { WebDeps } from '../http/context.ts';
import { type Access, form, get, post, type Route } from '../http/route.ts';
import { changeAssets, changeMovement } from './change-links.ts';
import { changeAssignee } from './change-assignee.ts';
import { changeStatus } from './change-status.ts';
import { editPage, editTicket } from './edit-ticket.ts';
import { historyPage } from './history-page.ts';
import { mailsPage } from './mails-page.ts';
import { createTicket, newTicketPage } from './new-ticket.ts';
import { queuePage } from './queue-page.ts';
import { searchPage, searchSuggestions } from './search-page.ts';
import { sendComment } from './send-comment.ts';
import { sendMailAgain } from './send-mail-again.ts';
import { ticketPage } from './ticket-page.ts';

const agent: Access = { audience: 'agent', permission: 'tickets:manage', flag: 'agent_portal' };

const linking: Access = { ...agent, flag: ['agent_portal', 'asset_integration'] };
const linkingMovements: Access = { ...agent, flag: ['agent_portal', 'asset_integration', 'movement_link'] };

/** The agents' pages. Filing needs tickets:create too, which the rules of the ticket check. */
export function agentRoutes(deps: WebDeps): Route[] {
  return [
    get('/search', agent, searchPage(deps)),
    get('/search/suggestions', agent, searchSuggestions(deps)),
    get('/tickets', agent, queuePage(deps)),
    get('/tickets/new', agent, newTicketPage(deps)),
    form('/tickets/new', agent, createTicket(deps)),
    get('/tickets/:number', agent, ticketPage(deps)),
    get('/tickets/:number/history', agent, historyPage(deps)),
    get('/tickets/:number/mails', agent, mailsPage(deps)),
    get('/tickets/:number/edit', agent, editPage(deps)),
    form('/tickets/:number/edit', agent, editTicket(deps)),
    form('/tickets/:number/comments', agent, sendComment(deps)),
    form('/tickets/:number/status', agent, changeStatus(deps)),
    form('/tickets/:number/assignee', agent, changeAssignee(deps)),
    form('/tickets/:number/assets', linking, changeAssets(deps)),
    form('/tickets/:number/movement', linkingMovements, changeMovement(deps)),
    post('/tickets/:number/mails/:mail/again', agent, sendMailAgain(deps)),
  ];
}
