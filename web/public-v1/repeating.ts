import { newCommandId } from '../forms/form.ts';
import type { CommandAnswer } from '../../src/temporal/ticket-gateway.ts';
import type { ApiRoute } from './route.ts';

/**
 * The key of a command: the request's Idempotency-Key within its route (tenant, actor and ticket join it in the
 * command's id), or a new one, so that each request without the header is separate.
 */
export function commandKey(route: `${ApiRoute['method']} ${string}`, idempotencyKey: string | undefined): string {
  return idempotencyKey === undefined ? newCommandId() : `${route} ${idempotencyKey}`;
}

/** Marks the answer as that of an earlier request: nothing was done now. */
export function replayHeaders({ repeated }: CommandAnswer): Record<string, string> {
  return repeated ? { 'Idempotency-Replayed': 'true' } : {};
}
