import { z } from 'zod';
import { offers } from '../../../src/domain/allowed-commands.ts';
import { statuses } from '../../../src/domain/status.ts';
import { channels, priorities, ticketTypes } from '../../../src/domain/ticket.ts';
import { asset, instant, movement, next, person } from './parts.ts';

/** A ticket, as answers show it. */
export const ticket = z
  .strictObject({
    id: z.uuid(),
    number: z.string(),
    type: z.enum(ticketTypes),
    title: z.string(),
    description: z.string(),
    status: z.enum(statuses),
    priority: z.enum(priorities),
    channel: z.enum(channels),
    external_ref: z.string().nullable(),
    reporter: person,
    assignee: person.nullable(),
    movement: movement.nullable(),
    assets: z.array(asset),
    solution: z.string().nullable().meta({ description: 'Of a resolved or closed ticket, if one was given.' }),
    version: z.int().min(1).meta({
      description: 'Grows with every change that the key can see; the `ETag` of the ticket.',
    }),
    created_at: instant,
    updated_at: instant,
    resolved_at: instant.nullable(),
    closed_at: instant.nullable().meta({ description: 'When it was closed or cancelled.' }),
    actions: z.array(z.enum(offers)).meta({
      description: "What the key's user or integration could do with the ticket now. Not all of it can be done here.",
    }),
  })
  .meta({
    id: 'Ticket',
    examples: [
      {
        id: '0197f3a1-22b0-8c11-a4de-90f1a2b3c4d5',
        number: 'TKT-000042',
        type: 'incident',
        title: 'The printer on the second floor is on fire',
        description: 'There is smoke.\nPlease hurry.',
        status: 'in_progress',
        priority: 'high',
        channel: 'api',
        external_ref: 'MON-2041',
        reporter: { id: '0197f39f-11aa-7bbb-8ccc-0123456789ab', name: 'Rita Reporter' },
        assignee: { id: '0197f3a2-5d1c-7a3e-9b40-6f1d2c3b4a59', name: 'Ada Agent' },
        movement: null,
        assets: [{ id: '0197f3a0-0c0c-7d0d-8e0e-abcdefabcdef', name: 'Printer (PR-0007)' }],
        solution: null,
        version: 2,
        created_at: '2026-01-05T08:00:00.000Z',
        updated_at: '2026-01-05T08:04:10.120Z',
        resolved_at: null,
        closed_at: null,
        actions: ['assign', 'give_back', 'resolve', 'cancel', 'reply', 'note', 'edit', 'change_assets'],
      },
    ],
  });

export type TicketBody = z.output<typeof ticket>;

/** A page of a list of tickets. */
export const ticketList = z.strictObject({ data: z.array(ticket), next }).meta({ id: 'TicketList' });
