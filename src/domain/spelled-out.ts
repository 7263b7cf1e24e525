import type { Status } from './status.ts';
import type { TicketType } from './ticket.ts';

/** A status or type as operators read it in the Temporal UI, which is in English: `in_progress` is "In progress". */
export function spelledOut(code: Status | TicketType): string {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
