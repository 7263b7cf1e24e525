import { z } from 'zod';
import { spanProblems } from '../../../src/domain/filter/ticket-filter.ts';
import type { TicketSort } from '../../../src/domain/filter/ticket-list.ts';
import { textOfDomain } from '../../../src/locales/refusal-text.ts';
import { message } from '../../../src/locales/message.ts';
import { packed } from '../../forms/packed-text.ts';
import { defined } from '../defined.ts';
import { filterParameters } from './ticket-filter.ts';

/** The size of a page: by default, and at most. */
export const pageSize = { usual: 25, largest: 100 } as const;

const paging = {
  limit: z
    .preprocess(
      (value) => (typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : value),
      z
        .int({ error: packed(message('api.limit', { most: pageSize.largest })) })
        .min(1)
        .max(pageSize.largest),
    )
    .default(pageSize.usual)
    .meta({
      description:
        'How many at most. A page ends earlier once it holds 1 MiB of texts, so whether there is more is said by `next` alone.',
      default: pageSize.usual,
    }),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,400}$/, 'api.cursor.unknown')
    .optional()
    .meta({ description: 'Where the page begins: `next` of the page before, unchanged, with the same filters.' }),
};

const sorts = [
  'created_at',
  '-created_at',
  'updated_at',
  '-updated_at',
  'priority',
  '-priority',
] as const satisfies readonly TicketSort[];

/** Filters and order of a list of tickets. */
export const ticketQuery = z
  .strictObject({
    ...filterParameters,
    sort: z
      .enum(sorts)
      .default('-created_at')
      .meta({
        description:
          'The order; `-` is newest first. By `created_at`, either way, a walk through all pages gives every ticket that was there when it began once, whatever changes meanwhile. ' +
          'By `updated_at` (oldest change first) a ticket that changes during the walk is given again at its end. A change is found once it is saved, which can be some seconds after its time: who asks again with `updated_since` goes back by a minute. By `-updated_at` it moves to the front, behind the walk. ' +
          '`-priority` is most urgent first, and the oldest first among equals; a ticket whose priority changes during the walk can be missed or given again.',
      }),
    ...paging,
  })
  .check(({ value, issues }) => {
    for (const { field, ...text } of spanProblems(defined(value))) {
      issues.push({ code: 'custom', message: packed(textOfDomain(text)), input: value, path: [field] });
    }
  });

export type TicketQuery = z.output<typeof ticketQuery>;

/** The requested part of a ticket's conversation or history. */
export const pageQuery = z.strictObject(paging);

/** For lines without parameters. */
export const noQuery = z.strictObject({});

// A character of a structured field's string (RFC 8941, 3.3.3), in which the quote and the backslash are escaped.
const character = String.raw`(?:[ !#-\[\]-~]|\\["\\])`;

const idempotencyKey = z
  .string()
  .regex(new RegExp(`^(?:"${character}{1,255}"|[A-Za-z0-9_.:~+/=-]{1,255})$`), {
    error: 'api.idempotency_key',
  })
  .meta({
    description:
      'Makes it safe to repeat the request: a string in quotes (or a bare token) of your choice, up to 255 characters, new for each new request.',
    examples: ['"8e03978e-40d5-43e8-bc93-6894a57f9324"'],
  })
  .transform((text) => (text.startsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : text));

const tag = '(?:W[/])?"[!#-~]*"';

const entityTags = z.string().regex(new RegExp(`^(?:[*]|${tag}(?: ?, ?${tag})*)$`), { error: 'api.entity_tag' });

/** Headers of a request that reads one ticket. */
export const readHeaders = z.object({
  'If-None-Match': entityTags.optional().meta({
    description: 'The `ETag` that you have: 304 while it is still the one.',
    examples: ['"7"'],
  }),
});

/** Headers of a request that creates something. */
export const createHeaders = z.object({ 'Idempotency-Key': idempotencyKey.optional() });

/** Headers of a request that changes a ticket. */
export const changeHeaders = z.object({
  'Idempotency-Key': idempotencyKey.optional(),
  'If-Match': entityTags.optional().meta({
    description: 'The `ETag` that you decided on: 412 when the ticket has changed since.',
    examples: ['"7"'],
  }),
});

/** For lines without headers. */
export const noHeaders = z.object({});
