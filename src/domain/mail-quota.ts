/** The mails of a month, counted against max_emails_month (R13). */
export type MailsOfMonth = Readonly<{ used: number; limit: number }>;

/**
 * How far the month's mails are used up: `near` from 80 %, `used_up` when no further mail is sent (R19). A limit of
 * zero is used up from the start.
 */
export function mailLevel({ used, limit }: MailsOfMonth): 'fine' | 'near' | 'used_up' {
  if (used >= limit) return 'used_up';
  return used * 100 >= limit * 80 ? 'near' : 'fine';
}
