import type { LineTexts } from './route.ts';

/** What the reference says about each line of the table. */
export const lineTexts = {
  listTickets: {
    id: 'listTickets',
    summary: 'List tickets',
    text: "An agent's key lists the tickets of the tenant, any other key those that its user has reported.",
  },
  createTicket: {
    id: 'createTicket',
    summary: 'Create a ticket',
    text: 'Takes the permission tickets:create; filing for somebody else, or with a priority, tickets:manage too. Where assets are switched off, `asset_ids` and `movement_id` are ignored.',
  },
  readTicket: {
    id: 'readTicket',
    summary: 'Read a ticket',
    text: 'By its id or its number.',
  },
  changeTicket: {
    id: 'changeTicket',
    summary: 'Change a ticket',
    text: 'For agents (tickets:manage). All changes of a request go through together or not at all; what is as it should be already changes nothing. An open ticket that gets an assignee is started by it, and whoever starts an open ticket without naming an assignee takes it (null names nobody). Resolving, closing and reopening take tickets:close.',
  },
  listComments: {
    id: 'listComments',
    summary: 'List the comments of a ticket',
    text: 'From old to new. Internal notes are listed for agents only.',
  },
  addComment: {
    id: 'addComment',
    summary: 'Add a comment',
    text: 'External comments of an agent are mailed to the reporter. Only agents write internal notes.',
  },
  listEvents: {
    id: 'listEvents',
    summary: 'List the history of a ticket',
    text: "From old to new. An agent's key reads all of it, a reporter's the status, who handles it, the public conversation and the linked assets over time.",
  },
} as const satisfies Readonly<Record<string, LineTexts>>;
