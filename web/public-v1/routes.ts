import type { WebDeps } from '../http/context.ts';
import { addComment, listComments } from './comments.ts';
import { changeTicket } from './change-ticket.ts';
import { createTicket } from './create-ticket.ts';
import { listEvents } from './list-events.ts';
import { listTickets } from './list-tickets.ts';
import { readTicket } from './read-ticket.ts';
import { type ApiRoute, line } from './route.ts';
import { comment, commentList, newComment } from './schemas/comment.ts';
import { eventList } from './schemas/event.ts';
import {
  changeHeaders,
  createHeaders,
  noHeaders,
  noQuery,
  pageQuery,
  readHeaders,
  ticketQuery,
} from './schemas/parameters.ts';
import { newTicket, ticketChange } from './schemas/ticket-input.ts';
import { ticket, ticketList } from './schemas/ticket.ts';
import { lineTexts } from './line-texts.ts';

const reading = { scope: 'tickets:read', status: 200, query: noQuery, headers: noHeaders, refusals: [] } as const;
const writing = { scope: 'tickets:write', query: noQuery, headers: createHeaders } as const;

const ofOne = ['not_found'] as const;
const ofCreating = ['external_ref_taken', 'reporter_unknown', 'asset_unknown', 'movement_unknown'] as const;
const ofCommenting = ['not_found', 'ticket_finished', 'ticket_full'] as const;
const ofChanging = [
  ...ofCommenting,
  'transition_not_allowed',
  'assignee_not_agent',
  'stale_version',
  'asset_unknown',
  'movement_unknown',
] as const;

/** The API, line by line. A key sees what its user sees: agents the tenant's tickets, others their own (R31). */
export function apiRoutes(deps: WebDeps): ApiRoute[] {
  return [
    line('GET', '/tickets', {
      ...reading,
      query: ticketQuery,
      answer: ticketList,
      texts: lineTexts.listTickets,
      handle: listTickets(deps),
    }),
    line('POST', '/tickets', {
      ...writing,
      body: newTicket,
      answer: ticket,
      status: 201,
      refusals: ofCreating,
      texts: lineTexts.createTicket,
      handle: createTicket(deps),
    }),
    line('GET', '/tickets/{id}', {
      ...reading,
      headers: readHeaders,
      answer: ticket,
      refusals: ofOne,
      texts: lineTexts.readTicket,
      handle: readTicket(deps),
    }),
    line('PATCH', '/tickets/{id}', {
      ...writing,
      permission: 'tickets:manage',
      headers: changeHeaders,
      body: ticketChange,
      answer: ticket,
      status: 200,
      refusals: ofChanging,
      texts: lineTexts.changeTicket,
      handle: changeTicket(deps),
    }),
    line('GET', '/tickets/{id}/comments', {
      ...reading,
      query: pageQuery,
      answer: commentList,
      refusals: ofOne,
      texts: lineTexts.listComments,
      handle: listComments(deps),
    }),
    line('POST', '/tickets/{id}/comments', {
      ...writing,
      body: newComment,
      answer: comment,
      status: 201,
      refusals: ofCommenting,
      texts: lineTexts.addComment,
      handle: addComment(deps),
    }),
    line('GET', '/tickets/{id}/events', {
      ...reading,
      query: pageQuery,
      answer: eventList,
      refusals: ofOne,
      texts: lineTexts.listEvents,
      handle: listEvents(deps),
    }),
  ];
}
