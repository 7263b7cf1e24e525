import type { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { readApiComments, readCommentOf } from '../../src/db/reading/api-events.ts';
import type { Change } from '../../src/domain/command.ts';
import { noSuchTicket, Refused } from '../../src/domain/refusal.ts';
import { commandOf } from '../http/commands.ts';
import type { WebDeps } from '../http/context.ts';
import { sightOf } from './caller.ts';
import { historyPlaceAt } from './cursor.ts';
import { ticketInPath } from './find-ticket.ts';
import { historyAnswer } from './history-page.ts';
import { presentComment } from './present-event.ts';
import { commandKey, replayHeaders } from './repeating.ts';
import type { ApiAnswer, ApiRequest } from './route.ts';
import type { newComment } from './schemas/comment.ts';
import type { createHeaders, pageQuery } from './schemas/parameters.ts';

/** GET /tickets/{id}/comments. Internal notes are for agents (R3). */
export function listComments({ orm, config }: WebDeps) {
  return async (request: ApiRequest<z.output<typeof pageQuery>>): Promise<ApiAnswer> => {
    const { caller, query } = request;
    const from = query.cursor === undefined ? 0 : historyPlaceAt(query.cursor);
    return inTenant(orm, caller.tenantId, async (em) => {
      const { ticket } = await ticketInPath(em, request);
      const asked = { ticketId: ticket.id, from, limit: query.limit };
      const comments = await readApiComments(em, sightOf(caller), asked);
      const url = `${config.publicUrl}/public/v1/tickets/${ticket.id}/comments`;
      return historyAnswer(url, { from, query }, comments, presentComment);
    });
  };
}

/** A question is marked, anything else says nothing of it: a repeat of a request of before has the same content. */
function newCommentOf({ body, visibility, expects_answer }: z.output<typeof newComment>): Change {
  return { kind: 'comment', body, visibility, ...(expects_answer ? { expectsAnswer: true } : {}) };
}

/** POST /tickets/{id}/comments. */
export function addComment({ orm, tickets }: WebDeps) {
  return async (
    request: ApiRequest<unknown, z.output<typeof createHeaders>, z.output<typeof newComment>>,
  ): Promise<ApiAnswer> => {
    const { caller, headers, body } = request;
    const { ticket } = await inTenant(orm, caller.tenantId, (em) => ticketInPath(em, request));
    const command = commandOf(caller, {
      key: commandKey('POST /public/v1/tickets/{id}/comments', headers['Idempotency-Key']),
      ticketId: ticket.id,
      changes: [newCommentOf(body)],
    });
    const answer = await tickets.send(caller.tenantId, ticket.id, command);
    const comment = await inTenant(orm, caller.tenantId, (em) => readCommentOf(em, ticket.id, command.id));
    if (comment === null) throw new Refused(noSuchTicket);
    return { status: 201, body: presentComment(comment), headers: replayHeaders(answer) };
  };
}
