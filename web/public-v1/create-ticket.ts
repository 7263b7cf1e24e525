import type { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { readPersonByEmail } from '../../src/db/reading/agent-people.ts';
import { readApiTicket, readReferred } from '../../src/db/reading/api-tickets.ts';
import { may } from '../../src/domain/actor.ts';
import { noSuchTicket, type Refusal, Refused } from '../../src/domain/refusal.ts';
import type { ApiCaller } from '../../src/host/api-keys/find-api-key.ts';
import { createCommandOf } from '../http/commands.ts';
import type { WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { sightOf } from './caller.ts';
import { defined } from './defined.ts';
import { presentTicket, ticketHeaders } from './present-ticket.ts';
import { commandKey, replayHeaders } from './repeating.ts';
import type { ApiAnswer, ApiRequest } from './route.ts';
import type { createHeaders } from './schemas/parameters.ts';
import type { newTicket } from './schemas/ticket-input.ts';

type Body = z.output<typeof newTicket>;

/**
 * POST /tickets. Answers with the ticket as it is now, which for a repeated request may be later than when it was
 * created.
 */
export function createTicket({ orm, tickets }: WebDeps) {
  return async (request: ApiRequest<unknown, z.output<typeof createHeaders>, Body>): Promise<ApiAnswer> => {
    const { caller, now, headers, body } = request;
    const { type, title, description, priority, reporter_email: email } = body;
    const command = createCommandOf(caller, {
      key: commandKey('POST /public/v1/tickets', headers['Idempotency-Key']),
      type,
      title,
      description,
      channel: 'api',
      reporterId: email === undefined ? reporterOf(caller) : await reporterNamed({ orm }, caller, email),
      ...defined({
        priority,
        externalRef: body.external_ref,
        assetIds: body.asset_ids,
        movementId: body.movement_id ?? undefined,
      }),
    });
    const answer = await tickets.create(command).catch(async (error: unknown): Promise<never> => {
      if (!(error instanceof Refused)) throw error;
      const told = await withReportersState({ orm }, caller, error.refusal, body);
      throw new Refused(await withHolder({ orm }, caller, told, body));
    });
    // A repeat is answered to the caller as they are now: it shows no more than they may see.
    const found = await inTenant(orm, caller.tenantId, (em) =>
      readApiTicket(em, sightOf(caller), { id: answer.ticketId }),
    );
    if (found === null) throw new Refused(noSuchTicket);
    return {
      status: 201,
      body: presentTicket(found, caller, now),
      headers: {
        ...ticketHeaders(found),
        ...replayHeaders(answer),
        Location: `/public/v1/tickets/${answer.ticketId}`,
      },
    };
  };
}

/**
 * The refusal of a reporter who is not active, with why not, if the key may know that. It is looked up only now: a
 * repeat of a creation is answered, whatever has become of its reporter since then.
 */
async function withReportersState(
  { orm }: Pick<WebDeps, 'orm'>,
  { tenantId, actor }: ApiCaller,
  refusal: Refusal,
  { reporter_email: email }: Body,
): Promise<Refusal> {
  if (refusal.code !== 'reporter_unknown' || email === undefined || !may(actor, 'tickets:manage')) return refusal;
  const person = await inTenant(orm, tenantId, (em) => readPersonByEmail(em, email));
  if (person === null || person.state === 'active') return refusal;
  return { ...refusal, key: `refusal.person.${person.state}` };
}

/** The refusal of a reference that is taken, with the ticket that has it if the key may read that ticket. */
async function withHolder(
  { orm }: Pick<WebDeps, 'orm'>,
  caller: ApiCaller,
  refusal: Refusal,
  { external_ref: reference }: Body,
): Promise<Refusal> {
  const mayRead = caller.scopes.includes('tickets:read');
  if (refusal.code !== 'external_ref_taken' || reference === undefined || !mayRead) return refusal;
  const holder = await inTenant(orm, caller.tenantId, (em) => readReferred(em, sightOf(caller), reference));
  if (holder === null) return refusal;
  const said = { key: 'refusal.external_ref.taken_by', values: { number: holder.number, reference } } as const;
  return { ...refusal, ...said, details: { ticket_id: holder.id, ticket_number: holder.number } };
}

function reporterOf({ actor }: ApiCaller): string {
  if (actor.kind === 'user') return actor.id;
  const detail = 'api.required_reporter';
  throw new Problem(422, 'malformed', { parts: [{ pointer: '/reporter_email', detail }] });
}

/**
 * The user with that address, active or not: that is checked when the ticket is saved. Whoever may not file for others
 * does not learn which addresses exist.
 */
async function reporterNamed(
  { orm }: Pick<WebDeps, 'orm'>,
  { tenantId, actor }: ApiCaller,
  email: string,
): Promise<string> {
  const person = await inTenant(orm, tenantId, (em) => readPersonByEmail(em, email));
  if (person?.id !== actor.id && !may(actor, 'tickets:manage')) {
    throw new Refused({
      code: 'forbidden',
      key: 'refusal.create.for_somebody_else',
      field: 'reporter',
    });
  }
  if (person !== null) return person.id;
  throw new Refused({ code: 'reporter_unknown', key: 'refusal.reporter.email_unknown', field: 'reporter' });
}
