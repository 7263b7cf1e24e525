import { Refused } from '../../src/domain/refusal.ts';
import type { PageContext } from '../http/context.ts';
import { problemOf, refusalStatus, retryHeaders } from '../http/errors.ts';
import { commandIdAfter, errorsOf, newCommandId, typedIn } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { Unavailable } from '../../src/temporal/ticket-gateway.ts';

/** What the form says when it is shown again, and the command's id for the next try. */
export type Failure = Readonly<{ errors: FormErrors; commandId: string }>;

/**
 * Why a command failed, for the form that is shown again with what was typed; sets the status of the answer. Throws on
 * what a form cannot put right: no such ticket, no permission, a fault of ours.
 */
export function failureOf(ctx: PageContext, error: unknown, fields: readonly string[]): Failure {
  if (error instanceof Refused) {
    const status = refusalStatus(error.refusal.code);
    if (status === 403 || status === 404) throw error;
    ctx.status = status;
    ctx.set(retryHeaders(error.refusal));
    return { errors: errorsOf(error.refusal, fields), commandId: commandIdAfter(ctx, error.refusal) };
  }
  if (error instanceof Unavailable) {
    const { status, headers, detail = '' } = problemOf(error);
    ctx.status = status;
    ctx.set({ ...headers });
    // The same id again: what was perhaps carried out already is then not done twice.
    return { errors: [{ field: '', message: detail }], commandId: typedIn(ctx).command_id ?? newCommandId() };
  }
  throw error;
}
