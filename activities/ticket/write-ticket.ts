import type { EntityData, InferEntity } from '@mikro-orm/core';
import type { TenantEm } from '../../src/db/in-tenant.ts';
import {
  CommandEntity,
  CountEntity,
  EventEntity,
  NoticeEntity,
  TextEntity,
  TicketEntity,
} from '../../src/db/ticket-entities.ts';
import { sendTogether } from '../../src/db/driver/together.ts';
import { changedColumns, rowFromTicket } from '../../src/db/ticket-row.ts';
import { markUnconfirmed } from '../../src/db/upkeep/unconfirmed-tickets.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { SaveRequest } from './save-request.ts';
import type { TicketWriting } from './ticket-writing.ts';
import { writeAssetLinks } from './write-asset-links.ts';
import { writeSearch } from './write-search.ts';

/** Writes everything that the commands lead to, within the caller's transaction. */
export async function writeTicket(em: TenantEm, request: SaveRequest, writing: TicketWriting): Promise<void> {
  const { before, ticket, lastHash, completed, commands, notices } = writing;
  if (ticket === null || commands.length === 0) return;
  const { tenantId, ticketId } = request;
  const texts = completed.flatMap((each) => each.texts);
  const events = completed.flatMap((each) => each.events);
  await sendTogether(em);
  if (before === null) await em.insert(TicketEntity, { ...rowFromTicket(ticket), lastHash } as never);
  else if (events.length > 0) {
    await em.nativeUpdate(TicketEntity, { tenantId, id: ticketId }, { ...changedColumns(before, ticket), lastHash });
  }
  if (texts.length > 0) await em.insertMany(TextEntity, texts as never[]);
  if (events.length > 0) await em.insertMany(EventEntity, events as never[]);
  await em.insertMany(CommandEntity, commands as never[]);
  for (const each of completed) await writeAssetLinks(em, request, each);
  if (notices.length > 0) await em.insertMany(NoticeEntity, notices as never[]);
  const counts = countChanges(before, ticket);
  if (counts.length > 0) await em.insertMany(CountEntity, counts as never[]);
  if (events.length > 0) await markUnconfirmed(em, { tenantId, ticketId, version: ticket.version });
  await writeSearch(em, ticket, completed);
}

/** The differences that keep the views' counts exact without counting. */
function countChanges(before: Ticket | null, after: Ticket): EntityData<InferEntity<typeof CountEntity>>[] {
  const now = countedAs(after, 1);
  if (before === null) return [now];
  const then = countedAs(before, -1);
  const same = then.status === now.status && then.assigneeId === now.assigneeId && then.waitingFor === now.waitingFor;
  return same ? [] : [then, now];
}

function countedAs(ticket: Ticket, n: 1 | -1): EntityData<InferEntity<typeof CountEntity>> {
  return {
    tenantId: ticket.tenantId,
    status: ticket.status,
    assigneeId: ticket.assigneeId,
    waitingFor: ticket.waitingFor,
    n,
  };
}
