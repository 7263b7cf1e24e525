import type { MailFacts } from '../../src/mail/facts.ts';
import { type MailKind, mailKinds } from '../../src/mail/kinds.ts';
import { sampleFacts } from '../../src/mail/sample-facts.ts';

/** One mail of every kind as it usually is. */
export const samples = Object.fromEntries(mailKinds.map((kind) => [kind, sampleFacts(kind)])) as Readonly<
  Record<MailKind, MailFacts>
>;

/** The usual mail about a new ticket to its reporter, with what matters to a test changed. */
export function someFacts(overrides: Partial<MailFacts> = {}): MailFacts {
  return { ...samples['ticket.created.reporter'], ...overrides };
}
