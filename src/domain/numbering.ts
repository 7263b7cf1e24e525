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
