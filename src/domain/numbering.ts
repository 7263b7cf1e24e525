import { accept, type Outcome, refuse } from './refusal.ts';

/** The prefix of a tenant that has not set one (R15). */
export const defaultPrefix = 'TKT';

const numberPattern = /^[A-Z][A-Z0-9]{1,9}-[0-9]{6,}$/;

/** Whether the text has the form of a ticket number. An id does not. */
export function isTicketNumber(text: string): boolean {
  return numberPattern.test(text);
}

/** `PREFIX-000001`: six digits, and more when they run out (R15). `count` is a whole number from 1. */
export function formatNumber(prefix: string, count: number): string {
  return `${prefix}-${String(count).padStart(6, '0')}`;
}

const prefixPattern = /^[A-Z][A-Z0-9]{1,9}$/;

/** The text as a tenant's prefix (R15), or what is wrong with it. It is not upper-cased: people get what they typed. */
export function checkPrefix(text: string): Outcome<string> {
  const prefix = text.trim();
  if (prefixPattern.test(prefix)) return accept(prefix);
  return refuse('malformed', 'refusal.prefix.malformed', {
    field: 'ticket_prefix',
  });
}

/** The count in a ticket number: 15 for `TKT-000015`. It is the ticket's own in its tenant, whatever the prefix. */
export function countIn(number: string): number {
  return Number(number.slice(number.lastIndexOf('-') + 1));
}

/** A ticket number as people write it: with any prefix or none, with or without dash and zeros. */
export type TypedNumber = Readonly<{ prefix: string | null; count: number }>;

const typedPattern = /^(?:#\s*|([a-z][a-z0-9]{1,9})\s*-\s*|([a-z]{2,10})\s*)?0*([1-9][0-9]{0,14})$/i;

/** Reads `15`, `#15`, `TKT-15` or `tkt000015`; null if the text is no ticket number in any spelling. */
export function readTypedNumber(text: string): TypedNumber | null {
  const [, dashed, joined, count] = typedPattern.exec(text.trim()) ?? [];
  if (count === undefined) return null;
  return { prefix: (dashed ?? joined)?.toUpperCase() ?? null, count: Number(count) };
}
