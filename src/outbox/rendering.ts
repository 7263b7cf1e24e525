import type { BuiltMail } from '../mail/build-mail.ts';
import type { MailOutcome } from '../mail/render.ts';
import { shortAnswer } from './delivery.ts';
import type { Claim, OutboxTable } from './item.ts';
import type { Settlement } from './settle.ts';

/**
 * The items that have become mails; one that could not be rendered is retried, as after a mail server's temporary
 * failure.
 */
export function rendering<Item>(
  table: OutboxTable,
  items: readonly Item[],
  claimOf: (item: Item) => Claim,
  outcomes: readonly MailOutcome[],
): Readonly<{ rendered: [Item, BuiltMail][]; failed: Settlement[] }> {
  const rendered: [Item, BuiltMail][] = [];
  const failed: Settlement[] = [];
  for (const [place, item] of items.entries()) {
    const outcome = outcomes[place];
    if (outcome?.ok) rendered.push([item, outcome.mail]);
    else {
      const answer = shortAnswer(outcome?.why ?? 'The mail could not be made.');
      failed.push({ table, claim: claimOf(item), delivery: { kind: 'temporary', answer } });
    }
  }
  return { rendered, failed };
}
