import { z } from 'zod';
import { ticketSortFields } from '../../../src/db/reading/api-tickets.ts';
import { statuses } from '../../../src/domain/status.ts';
import { ticketTypes } from '../../../src/domain/ticket.ts';

/** How many things a page has, where nothing else is asked for, and at most. */
export const pageSize = { usual: 25, largest: 100 } as const;

/** Several of the domain's words, separated by commas. */
function wordsOf<const Word extends string>(words: readonly [Word, ...Word[]]) {
  return z.preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(z.enum(words)).min(1));
}

const when = z.iso
  .datetime({ offset: true, error: 'Write an instant such as 2026-01-05T08:00:00Z.' })
  .transform((text, ctx) => {
    const at = new Date(text);
    const year = at.getUTCFullYear();
    if (year >= 1 && year <= 9999) return at;
    ctx.addIssue({ code: 'custom', message: 'Name a year from 1 to 9999 (UTC).' });
    return z.NEVER;
  });

const paging = {
  limit: z
    .preprocess(
      (value) => (typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : value),
      z
        .int({ error: `Enter a whole number from 1 to ${pageSize.largest}.` })
        .min(1)
        .max(pageSize.largest),
    )
    .default(pageSize.usual)
    .meta({ description: 'How many at most.', default: pageSize.usual }),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,400}$/, 'This is no cursor of ours.')
    .optional()
    .meta({ description: 'Where the page begins: `next` of the page before, unchanged, with the same filters.' }),
};

const sorts = ticketSortFields.flatMap((field) => [field, `-${field}`] as const);

const who = { error: 'Name a user by id, or write me.' };
const whoOrNobody = { error: 'Name a user by id, or write me or none.' };

/** Filters and order of a list of tickets. */
export const ticketQuery = z.strictObject({
  status: wordsOf(statuses).optional().meta({ description: 'One or several, separated by commas.' }),
  type: wordsOf(ticketTypes).optional().meta({ description: 'One or several, separated by commas.' }),
  assignee: z
    .union([z.uuid(whoOrNobody), z.literal(['me', 'none'])], whoOrNobody)
    .optional()
    .meta({ description: "A user's id, `me` (the key's user) or `none`." }),
  reporter: z
    .union([z.uuid(who), z.literal('me')], who)
    .optional()
    .meta({ description: "A user's id or `me` (the key's user)." }),
  asset: z.uuid().optional().meta({ description: "An asset's id." }),
  created_since: when.optional().meta({ description: 'From this instant, included.' }),
  created_until: when.optional().meta({ description: 'To this instant, excluded.' }),
  updated_since: when.optional().meta({ description: 'Changed from this instant, included.' }),
  updated_until: when.optional().meta({ description: 'Changed before this instant.' }),
  q: z
    .string()
    .regex(/^[^\u0000-\u001F\u007F-\u009F]{1,200}$/u, 'Enter 1 to 200 characters in one line.')
    .optional()
    .meta({ description: 'Words that number and title begin with, all of them.', examples: ['printer'] }),
  sort: z
    .enum(sorts)
    .default('-created_at')
    .meta({
      description:
        'The order; `-` is newest first. By `created_at`, either way, a walk through all pages gives every ticket that was there when it began once, whatever changes meanwhile. ' +
        'By `updated_at` (oldest change first) a ticket that changes during the walk is given again at its end. A change is found once it is saved, which can be some seconds after its time: who asks again with `updated_since` goes back by a minute. By `-updated_at` it moves to the front, behind the walk.',
    }),
  ...paging,
});

export type TicketQuery = z.output<typeof ticketQuery>;

/** The part of a ticket's conversation or history that is asked for. */
export const pageQuery = z.strictObject(paging);

/** Where no parameter is known. */
export const noQuery = z.strictObject({});

// One character of a structured field's string (RFC 8941, 3.3.3), where the quote and the backslash are escaped.
const character = String.raw`(?:[ !#-\[\]-~]|\\["\\])`;

const idempotencyKey = z
  .string()
  .regex(new RegExp(`^(?:"${character}{1,255}"|[A-Za-z0-9_.:~+/=-]{1,255})$`), {
    error: 'Send 1 to 255 characters in quotes, such as "8e03978e-40d5", or a bare token.',
  })
  .meta({
    description:
      'Makes it safe to repeat the request: a string in quotes (or a bare token) of your choice, up to 255 characters, new for each new request.',
    examples: ['"8e03978e-40d5-43e8-bc93-6894a57f9324"'],
  })
  .transform((text) => (text.startsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : text));

const tag = '(?:W[/])?"[!#-~]*"';

const entityTags = z
  .string()
  .regex(new RegExp(`^(?:[*]|${tag}(?: ?, ?${tag})*)$`), { error: 'Send the ETag of the ticket, in its quotes.' });

/** Headers of a request that reads one ticket. */
export const readHeaders = z.object({
  'If-None-Match': entityTags.optional().meta({
    description: 'The `ETag` that you have: 304 while it is still the one.',
    examples: ['"7"'],
  }),
});

/** Headers of a request that makes something. */
export const createHeaders = z.object({ 'Idempotency-Key': idempotencyKey.optional() });

/** Headers of a request that changes a ticket. */
export const changeHeaders = z.object({
  'Idempotency-Key': idempotencyKey.optional(),
  'If-Match': entityTags.optional().meta({
    description: 'The `ETag` that you decided on: 412 when the ticket has changed since.',
    examples: ['"7"'],
  }),
});

/** Where no header counts. */
export const noHeaders = z.object({});
