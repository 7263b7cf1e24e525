import type { z } from 'zod';
import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import { readLastChange } from '../../src/db/reading/api-events.ts';
import type { ApiTicket } from '../../src/db/reading/api-tickets.ts';
import type { Change } from '../../src/domain/command.ts';
import { type Refusal, Refused } from '../../src/domain/refusal.ts';
import { commandOf } from '../http/commands.ts';
import type { WebDeps } from '../http/context.ts';
import { defined } from './defined.ts';
import { versionDemanded } from './entity-tag.ts';
import { ticketInPath } from './find-ticket.ts';
import { presentTicket, ticketHeaders } from './present-ticket.ts';
import { commandKey, replayHeaders } from './repeating.ts';
import type { ApiAnswer, ApiRequest } from './route.ts';
import type { changeHeaders } from './schemas/parameters.ts';
import type { TicketChange } from './schemas/ticket-input.ts';

/** PATCH /tickets/{id}: one command, so that all changes are decided together. */
export function changeTicket({ orm, tickets }: WebDeps) {
  return async (request: ApiRequest<unknown, z.output<typeof changeHeaders>, TicketChange>): Promise<ApiAnswer> => {
    const { caller, now, headers, body } = request;
    const find = (): Promise<ApiTicket> => inTenant(orm, caller.tenantId, (em) => ticketInPath(em, request));
    const { ticket } = await find();
    try {
      const command = commandOf(caller, {
        key: commandKey('PATCH /public/v1/tickets/{id}', headers['Idempotency-Key']),
        ticketId: ticket.id,
        changes: changesOf(body),
        ...condition(headers['If-Match'], ticket),
      });
      const answer = await tickets.send(caller.tenantId, ticket.id, command);
      const found = await find();
      return {
        status: 200,
        body: presentTicket(found, caller, now),
        headers: { ...ticketHeaders(found), ...replayHeaders(answer) },
      };
    } catch (error) {
      if (!(error instanceof Refused) || error.refusal.code !== 'stale_version') throw error;
      throw new Refused(await inTenant(orm, caller.tenantId, (em) => withLastChange(em, ticket.id, error.refusal)));
    }
  };
}

/** The changes that the body asks for, in the domain's form. */
function changesOf(body: TicketChange): Change[] {
  const { title, description, type, priority, status, solution, reason, reason_code, assignee_id } = body;
  const edit = defined({ title, description, type, priority });
  return [
    ...(Object.keys(edit).length > 0 ? [{ kind: 'edit', ...edit } as const] : []),
    ...(body.asset_ids === undefined ? [] : [{ kind: 'set_assets', assetIds: body.asset_ids } as const]),
    ...(body.movement_id === undefined ? [] : [{ kind: 'set_movement', movementId: body.movement_id } as const]),
    ...(assignee_id === undefined ? [] : [{ kind: 'assign', to: assignee_id } as const]),
    ...(status === undefined
      ? []
      : [{ kind: 'set_status', to: status, ...defined({ solution, reason, reasonCode: reason_code }) } as const]),
  ];
}

/** The version that If-Match requires; tags that can match no version require one that never exists. */
function condition(tags: string | undefined, { version }: ApiTicket['ticket']): { ifVersion?: number } {
  const demanded = tags === undefined ? 'any' : versionDemanded(tags, version);
  if (demanded === 'any') return {};
  // No ticket ever has version 0. The workflow refuses it, after checking whether this is a repeat.
  return { ifVersion: demanded === 'none' ? 0 : demanded };
}

/** The refusal, with who changed the ticket last, and when. */
async function withLastChange(em: TenantEm, ticketId: string, refusal: Refusal): Promise<Refusal> {
  const { actor, actorName, occurredAt, version } = await readLastChange(em, ticketId);
  const who = { changed_by_kind: actor.kind, changed_by_id: actor.id, changed_by_name: actorName };
  const { key, values = {} } = refusal;
  const said = { key: 'refusal.stale.strong_tags', values: { refusal: { key, values }, version } } as const;
  return { ...refusal, ...said, details: { version, ...who, changed_at: occurredAt.toISOString() } };
}
