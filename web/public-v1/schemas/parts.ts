import { z } from 'zod';

/** An instant, as answers write it: ISO 8601 in UTC with milliseconds. */
export const instant = z.iso.datetime({ precision: 3 }).meta({ examples: ['2026-01-05T08:00:00.000Z'] });

/** Something with a name: a person, an asset, a movement. */
export function named(id: string, description: string, name: string) {
  return z.strictObject({ id: z.uuid(), name: z.string() }).meta({
    id,
    description,
    examples: [{ id: '0197f3a2-5d1c-7a3e-9b40-6f1d2c3b4a59', name }],
  });
}

export const person = named('Person', 'A user of the tenant.', 'Ada Agent');

export const asset = named('Asset', 'An asset, called what it was called when it was linked.', 'Laptop 14 (NB-0042)');

export const movement = named(
  'Movement',
  'The hand-over, move, return or repair of an asset, with its day.',
  'Hand-over, 2026-01-04',
);

export const apiKey = named('ApiKey', 'An API key that acts for a person.', 'Billing sync');

/** Who did something (R4). `id` is the id of a user or an integration, or the name of a setting or an operator. */
export const actor = z
  .strictObject({
    kind: z.enum(['user', 'integration', 'mail_link', 'system', 'operator']),
    id: z.string(),
    name: z.string().nullable(),
    key: apiKey.nullable(),
  })
  .meta({
    id: 'Actor',
    description:
      'Who did it. `mail_link` is a person by the buttons of a mail, `system` a setting or a timer, `integration` an API key without a person. `key` is the API key by which a `user` has acted, if it was one.',
    examples: [{ kind: 'user', id: '0197f3a2-5d1c-7a3e-9b40-6f1d2c3b4a59', name: 'Ada Agent', key: null }],
  });

/** The cursor of the next page; null on the last one. */
export const next = z
  .string()
  .nullable()
  .meta({ description: 'The `cursor` of the next page, or null on the last one.', examples: [null] });
