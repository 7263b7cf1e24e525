import type { EntityData, InferEntity } from '@mikro-orm/core';
import { personOf } from '../../src/domain/actor.ts';
import type { TenantEm } from '../../src/db/in-tenant.ts';
import type { NoticeEntity } from '../../src/db/ticket-entities.ts';
import { isOwnAction, type NoticeDraft, noticesFor, type SkipReason, textRoleOf } from '../../src/domain/notices.ts';
import { agentsWithMail, isAgent } from '../../src/host/permissions/agents.ts';
import { queueAddress } from '../../src/settings/queue-address.ts';
import { newId } from '../../src/ids.ts';
import type { CompletedEvents } from './complete-events.ts';
import type { CommandToSave } from './save-request.ts';

type NoticeRow = EntityData<InferEntity<typeof NoticeEntity>>;
type Recipient = Readonly<{ id: string | null; address: string | null; skip: SkipReason | null }>;

/** One row for each notification and recipient (R20). Those that are not sent are kept too, with the reason. */
export async function noticeRows(
  em: TenantEm,
  request: CommandToSave,
  completed: CompletedEvents,
): Promise<NoticeRow[]> {
  const rows: NoticeRow[] = [];
  for (const draft of noticesFor(completed.ticket, request.command.events)) {
    for (const recipient of await recipientsOf(em, request, draft, completed.ticket.reporterId)) {
      rows.push(noticeRow(request, completed, draft, recipient));
    }
  }
  return rows;
}

async function recipientsOf(
  em: TenantEm,
  request: CommandToSave,
  draft: NoticeDraft,
  reporterId: string,
): Promise<Recipient[]> {
  const { audience } = draft.to;
  const person = (id: string): Recipient => {
    if (isOwnAction(draft.event, audience, id, request.command.actor)) return { id, address: null, skip: 'own_action' };
    return { id, address: null, skip: draft.toldAlready ? 'told_already' : null };
  };
  // An assignee who is no longer an agent is not told of a reporter's comment: the queue is.
  if (draft.to.kind === 'person' && (audience === 'reporter' || (await isAgent(em, draft.to.id)))) {
    return [person(draft.to.id)];
  }
  const address = await queueAddress(em, request.tenantId);
  if (address !== null) return [{ id: null, address, skip: null }];
  // An agent on whose behalf a ticket was filed already gets the reporter's mail.
  const filedForAnother = personOf(request.command.actor) !== reporterId;
  const everybody = await agentsWithMail(em);
  if (everybody.length === 0) return [{ id: null, address: null, skip: 'no_recipient' }];
  return everybody.map(({ id }) =>
    filedForAnother && id === reporterId ? { id, address: null, skip: 'told_already' } : person(id),
  );
}

function noticeRow(
  request: CommandToSave,
  completed: CompletedEvents,
  draft: NoticeDraft,
  recipient: Recipient,
): NoticeRow {
  const { ticket } = completed;
  const sequence = completed.firstSequence + draft.eventIndex;
  const at = new Date(request.at);
  return {
    tenantId: request.tenantId,
    id: newId(),
    ticketId: request.ticketId,
    eventSequence: sequence,
    actorId: 'id' in request.command.actor ? request.command.actor.id : null,
    event: draft.event,
    audience: draft.to.audience,
    recipientId: recipient.id,
    recipientAddress: recipient.address,
    textId: draft.textIndex === null ? null : (completed.textIds[draft.textIndex] ?? null),
    textRole: draft.textIndex === null ? null : textRoleOf(request.command.events[draft.textIndex]),
    status: ticket.status,
    assigneeId: ticket.assigneeId,
    state: recipient.skip === null ? 'waiting' : 'skipped',
    skipReason: recipient.skip,
    attempts: 0,
    nextTryAt: recipient.skip === null ? at : null,
    messageId: `${request.ticketId}.${sequence}.${draft.to.audience}.${recipient.id ?? 'queue'}`,
    createdAt: at,
  };
}
