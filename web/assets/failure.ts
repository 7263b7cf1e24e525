import { Refused } from '../../src/domain/refusal.ts';
import { refusalStatus } from '../http/errors.ts';
import { errorsOf } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';

/** Why a form failed, to show it again with what was typed. */
export type Failure = Readonly<{ status: number; errors: FormErrors }>;

/** The errors of a refusal, for the form; rethrows what a form cannot put right. */
export function failureOf(error: unknown, fields: readonly string[]): Failure {
  if (!(error instanceof Refused) || error.refusal.code === 'not_found') throw error;
  return { status: refusalStatus(error.refusal.code), errors: errorsOf(error.refusal, fields) };
}
