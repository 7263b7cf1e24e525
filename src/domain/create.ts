import { may, personOf } from './actor.ts';
import type { CreateCommand } from './command.ts';
import { setAssets, setMovement } from './decide-assets.ts';
import type { DecidedEvent } from './event.ts';
import { accept, type Outcome, refuse } from './refusal.ts';
import { checkReference, checkText, checkTitle } from './text.ts';
import { channels, priorities, ticketTypes } from './ticket.ts';

/**
 * Decides whether a ticket is created (R2). Anybody with tickets:create may file one for themselves; with
 * tickets:manage also for any active user of the tenant. Only agents set a priority. Whether reporter, assets and
 * movement exist, and whether the actor may name them, only the database knows.
 */
export function decideCreation(command: CreateCommand): Outcome<DecidedEvent[]> {
  const { actor } = command;
  if (!may(actor, 'tickets:create')) {
    return refuse('forbidden', 'refusal.create.forbidden');
  }
  const forOneself = personOf(actor) === command.reporterId;
  if (!forOneself && !may(actor, 'tickets:manage')) {
    return refuse('forbidden', 'refusal.create.for_somebody_else', { field: 'reporter' });
  }
  if (command.priority !== undefined && command.priority !== 'normal' && !may(actor, 'tickets:manage')) {
    return refuse('forbidden', 'refusal.create.priority_by_agents', { field: 'priority' });
  }
  if (!ticketTypes.includes(command.type)) {
    return refuse('malformed', 'refusal.type.unknown', { field: 'type' });
  }
  if (command.priority !== undefined && !priorities.includes(command.priority)) {
    return refuse('malformed', 'refusal.priority.unknown', {
      field: 'priority',
      values: { choices: priorities.join(', ') },
    });
  }
  if (!channels.includes(command.channel)) {
    return refuse('malformed', 'refusal.channel.unknown', {
      field: 'channel',
      values: { choices: channels.join(', ') },
    });
  }
  const title = checkTitle(command.title);
  if (!title.ok) return title;
  const description = checkText(command.description, 'description', 'refusal.description.empty');
  if (!description.ok) return description;
  const reference = command.externalRef === undefined ? accept(null) : checkReference(command.externalRef);
  if (!reference.ok) return reference;
  const nothing = { assetIds: [], movement: null };
  const assets = setAssets(nothing, command.assetIds ?? []);
  if (!assets.ok) return assets;
  const movement = setMovement(nothing, command.movementId ?? null);
  if (!movement.ok) return movement;
  return accept([
    {
      type: 'created',
      tenantId: command.tenantId,
      ticketId: command.ticketId,
      number: '',
      ticketType: command.type,
      priority: command.priority ?? 'normal',
      channel: command.channel,
      reporterId: command.reporterId,
      externalRef: reference.value,
      followUpOf: command.followUpOf ?? null,
      title: title.value,
      description: description.value,
    },
    ...assets.value,
    ...movement.value,
  ]);
}
