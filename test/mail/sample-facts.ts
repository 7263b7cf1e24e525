import type { Locale } from '../../src/domain/locale.ts';
import type { MailFacts } from '../../src/mail/facts.ts';
import { type MailKind, mailKinds } from '../../src/mail/kinds.ts';
import { sampleFacts } from '../../src/mail/sample-facts.ts';

/** One mail of every kind as it usually is, in that language. */
export function samplesIn(locale: Locale): Readonly<Record<MailKind, MailFacts>> {
  const samples = mailKinds.map((kind) => [kind, sampleFacts(kind, locale)]);
  return Object.fromEntries(samples) as Readonly<Record<MailKind, MailFacts>>;
}

/** The same in English. */
export const samples = samplesIn('en');

/** The usual mail about a new ticket to its reporter, with what matters to a test changed. */
export function someFacts(overrides: Partial<MailFacts> = {}): MailFacts {
  return { ...samples['ticket.created.reporter'], ...overrides };
}
