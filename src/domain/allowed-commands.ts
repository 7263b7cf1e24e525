import type { Actor } from './actor.ts';
import type { Change, Command } from './command.ts';
import { decide } from './decide.ts';
import type { Ticket } from './ticket.ts';

/** What a page offers as a button, and the API as an action. */
export const offers = [
  'start',
  'assign',
  'give_back',
  'resolve',
  'close',
  'reopen',
  'cancel',
  'reply',
  'note',
  'edit',
  'change_assets',
  'confirm_solved',
  'say_still_broken',
  'request_withdrawal',
] as const;

export type Offer = (typeof offers)[number];

const somebody = '00000000-0000-0000-0000-000000000000';

const probes: Readonly<Record<Offer, Change>> = {
  start: { kind: 'set_status', to: 'in_progress' },
  assign: { kind: 'assign', to: somebody },
  give_back: { kind: 'assign', to: null },
  resolve: { kind: 'set_status', to: 'resolved' },
  close: { kind: 'set_status', to: 'closed' },
  reopen: { kind: 'set_status', to: 'in_progress' },
  cancel: { kind: 'set_status', to: 'cancelled' },
  reply: { kind: 'comment', visibility: 'external', body: 'x' },
  note: { kind: 'comment', visibility: 'internal', body: 'x' },
  edit: { kind: 'edit', title: 'x', description: 'x' },
  change_assets: { kind: 'set_assets', assetIds: [somebody] },
  confirm_solved: { kind: 'answer_resolution', answer: 'solved' },
  say_still_broken: { kind: 'answer_resolution', answer: 'still_broken', body: 'x' },
  request_withdrawal: { kind: 'request_withdrawal' },
};

/** What the actor can do with the ticket now. It asks `decide` itself, so the rules never refuse what is offered. */
export function allowedCommands(ticket: Ticket, actor: Actor): Offer[] {
  return offers.filter((offer) => {
    if (offer === 'start' && ticket.status !== 'open') return false;
    if (offer === 'reopen' && ticket.status !== 'resolved') return false;
    const command: Command = { id: 'probe', fingerprint: '', actor, changes: [probes[offer]] };
    const decided = decide(ticket, command, ticket.updatedAt);
    return decided.ok && decided.value.length > 0;
  });
}
