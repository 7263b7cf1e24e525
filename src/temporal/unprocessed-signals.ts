import type { Client } from '@temporalio/client';
import { inTenant } from '../db/in-tenant.ts';
import type { Orm } from '../db/orm.ts';
import { CommandEntity } from '../db/ticket-entities.ts';
import { isCommand } from '../domain/command-shape.ts';
import { refusalId } from '../domain/refusal-id.ts';
import { commandSignal } from './messages.ts';
import { ticketWorkflowId } from './names.ts';

type TicketKey = Readonly<{ tenantId: string; ticketId: string }>;

/**
 * The command signals of a run that have had no effect yet, in order: those whose id has no row, neither carried out
 * nor refused; and those without an id, as operators type them, that came after the last workflow task that succeeded.
 */
export async function unprocessedSignals(
  { client, orm }: Readonly<{ client: Client; orm: Orm }>,
  of: TicketKey,
  runId: string,
): Promise<unknown[]> {
  const { events } = await client.workflow.getHandle(ticketWorkflowId(of.tenantId, of.ticketId), runId).fetchHistory();
  const { payloadConverter } = client.options.loadedDataConverter;
  const lastDone = events?.findLastIndex((event) => event.workflowTaskCompletedEventAttributes != null) ?? -1;
  const signals = (events ?? []).flatMap((event, place) => {
    const { signalName, input } = event.workflowExecutionSignaledEventAttributes ?? {};
    const [payload] = input?.payloads ?? [];
    if (signalName !== commandSignal.name || payload === undefined) return [];
    return [{ value: payloadConverter.fromPayload<unknown>(payload), isNew: place > lastDone }];
  });
  if (signals.length === 0) return [];
  const done = await inTenant(orm, of.tenantId, (em) =>
    em.find(CommandEntity, { ticketId: of.ticketId }, { fields: ['id'] }),
  );
  const known = new Set(done.map(({ id }) => id));
  return signals
    .filter(({ value, isNew }) => {
      if (!isCommand(value)) return isNew;
      return !known.has(value.id) && !known.has(refusalId(value));
    })
    .map(({ value }) => value);
}
