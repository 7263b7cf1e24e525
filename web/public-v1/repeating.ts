import { newCommandId } from '../forms/form.ts';
import type { CommandAnswer } from '../../src/temporal/ticket-gateway.ts';
import type { ApiRoute } from './route.ts';

/**
 * The key under which a command is sent: the request's Idempotency-Key in the scope of its route (tenant, actor and ticket
 * join it in the command's id), or a new one, so that each request without the header is its own.
 */
export function commandKey(route: `${ApiRoute['method']} ${string}`, idempotencyKey: string | undefined): string {
  return idempotencyKey === undefined ? newCommandId() : `${route} ${idempotencyKey}`;
}

/** Says that nothing was done now: the answer is that of a request carried out before. */
export function replayHeaders({ repeated }: CommandAnswer): Record<string, string> {
  return repeated ? { 'Idempotency-Replayed': 'true' } : {};
}
