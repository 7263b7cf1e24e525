import { Refused } from '../../src/domain/refusal.ts';
import type { PageContext } from '../http/context.ts';
import { problemOf, refusalStatus, retryHeaders } from '../http/errors.ts';
import { commandIdAfter, errorsOf, newCommandId, typedIn } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { Unavailable } from '../../src/temporal/ticket-gateway.ts';

/** The errors of a form that is shown again, and the command id for the next try. */
export type Failure = Readonly<{ errors: FormErrors; commandId: string }>;

/**
 * Why a command failed, for showing its form again; sets the status of the answer. Rethrows what a form cannot put
 * right: no such ticket, no permission, a fault of ours.
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
    const { status, headers, detail = 'page.problem.no_answer_in_time' } = problemOf(error);
    ctx.status = status;
    ctx.set({ ...headers });
    // The same id again, so that what may have been carried out already is not carried out twice.
    return { errors: [{ field: '', message: detail }], commandId: typedIn(ctx).command_id ?? newCommandId() };
  }
  throw error;
}
