/**
 * Every reason why the product refuses something. The union is closed: each code has one meaning and one HTTP status.
 */
export const refusalCodes = [
  'not_found',
  'forbidden',
  'transition_not_allowed',
  'ticket_finished',
  'not_resolved',
  'assignee_not_agent',
  'reporter_unknown',
  'external_ref_taken',
  'asset_unknown',
  'asset_in_use',
  'movement_unknown',
  'stale_version',
  'stale_field',
  'command_id_reused',
  'malformed',
  'quota_exceeded',
  'last_administrator',
  'group_protected',
  'name_taken',
  'email_taken',
  'link_spent',
  'changed_meanwhile',
  'mail_not_failed',
  'key_shown',
  'second_step_required',
  'too_many_requests',
  'ticket_full',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** Facts that a refusal carries for the caller: short values only, never a body of text. */
export type RefusalDetails = Readonly<Record<string, string | number | boolean | null>>;

/** The name of a refusal's sentence in the catalogues (src/locales). */
export type RefusalKey = `refusal.${string}`;

/** What is put into a sentence by name: a name or number, or words that have a key of their own. */
export type RefusalValue = string | number | RefusalText;
export type RefusalValues = Readonly<Record<string, RefusalValue>>;

/** What a refusal says, before it is put into the reader's language: a sentence that says what to do. */
export type RefusalText = Readonly<{ key: RefusalKey; values?: RefusalValues }>;

/**
 * A refusal: its code, what it says, and the field that it is about, if any. It is plain JSON, and is kept in histories
 * of Temporal: one from a worker of before has no key there, so only `src/locales/refusal-text.ts` reads it.
 */
export type Refusal = RefusalText & Readonly<{ code: RefusalCode; field?: string; details?: RefusalDetails }>;

/**
 * The rules refuse it, and nothing was changed. Thrown to roll a transaction back, or where the caller must be told.
 */
export class Refused extends Error {
  override name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(summaryOf(refusal));
    this.refusal = refusal;
  }
}

/** The result of a decision: a value, or a refusal with nothing changed. */
export type Outcome<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; refusal: Refusal }>;

/** Wraps an accepted value. */
export function accept<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** What logs and Temporal show of a refusal. It holds no values, which may be personal. */
export function summaryOf({ code, key }: Refusal): string {
  return `${code} (${key})`;
}

/** Creates a refusal. The text called `key` says what people can do. */
export function refuse(
  code: RefusalCode,
  key: RefusalKey,
  about: { field?: string; values?: RefusalValues; details?: RefusalDetails } = {},
): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, key, ...about } };
}

/** For anybody who may not see the ticket, and for a ticket that does not exist: the two look alike. */
export const noSuchTicket: Refusal = { code: 'not_found', key: 'refusal.ticket.unknown' };

/** For anything that does not have the shape of a command. */
export const malformedCommand: Refusal = {
  code: 'malformed',
  key: 'refusal.command.malformed',
};
