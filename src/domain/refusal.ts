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

/** A refusal: its code, a sentence that says what to do, and the field that it is about, if any. */
export type Refusal = Readonly<{
  code: RefusalCode;
  message: string;
  field?: string;
  details?: RefusalDetails;
}>;

/**
 * The rules refuse it, and nothing was changed. Thrown to roll a transaction back, or where the caller must be told.
 */
export class Refused extends Error {
  override name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** The result of a decision: a value, or a refusal with nothing changed. */
export type Outcome<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; refusal: Refusal }>;

/** Wraps an accepted value. */
export function accept<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** Creates a refusal. `message` is shown to people as it is, so it says what they can do. */
export function refuse(
  code: RefusalCode,
  message: string,
  about: { field?: string; details?: RefusalDetails } = {},
): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, message, ...about } };
}

/** For anybody who may not see the ticket, and for a ticket that does not exist: the two look alike. */
export const noSuchTicket: Refusal = { code: 'not_found', message: 'There is no such ticket.' };

/** For anything that does not have the shape of a command. */
export const malformedCommand: Refusal = {
  code: 'malformed',
  message: 'This is no command that a ticket understands. See ARCHITECTURE.md for its shape.',
};
