import { type Refusal, type RefusalCode, Refused } from '../../src/domain/refusal.ts';
import { TooManyGuesses } from '../../src/host/api-keys/key-gate.ts';
import { message, type Sentence } from '../../src/locales/message.ts';
import { refusalText } from '../../src/locales/refusal-text.ts';
import { Unavailable } from '../../src/temporal/ticket-gateway.ts';

/** Why a request failed: the answer's `code`. */
export type ProblemCode =
  | RefusalCode
  | 'sign_in_required'
  | 'cross_origin'
  | 'method_not_allowed'
  | 'too_large'
  | 'unsupported_media_type'
  | 'key_required'
  | 'key_invalid'
  | 'malformed_json'
  | 'repeated_field'
  | 'unknown_field'
  | 'unknown_parameter'
  | 'repeated_parameter'
  | 'invalid_parameter'
  | 'internal'
  | 'unavailable';

export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 429 | 500 | 503;

/** An invalid part of an API request: a part of the body by JSON pointer (RFC 6901), or a parameter by name. */
export type ProblemPart = Readonly<{ pointer: string; detail: Sentence } | { parameter: string; detail: Sentence }>;

/** A request that ends in a problem page. `detail` is shown to people; `parts` are for API clients. */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: ProblemStatus;
  readonly code: ProblemCode;
  readonly detail: Sentence | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: readonly ProblemPart[];

  constructor(
    status: ProblemStatus,
    code: ProblemCode,
    about: {
      detail?: Sentence | undefined;
      headers?: Record<string, string>;
      parts?: readonly ProblemPart[];
      cause?: unknown;
    } = {},
  ) {
    super(`${status} ${code}`, { cause: about.cause });
    this.status = status;
    this.code = code;
    this.detail = about.detail;
    this.headers = about.headers ?? {};
    this.parts = about.parts ?? [];
  }
}

const statusOfRefusal: Readonly<Record<RefusalCode, ProblemStatus>> = {
  not_found: 404,
  forbidden: 403,
  transition_not_allowed: 409,
  ticket_finished: 409,
  not_resolved: 409,
  assignee_not_agent: 409,
  stale_field: 409,
  external_ref_taken: 409,
  asset_in_use: 409,
  stale_version: 412,
  command_id_reused: 422,
  malformed: 422,
  reporter_unknown: 422,
  asset_unknown: 422,
  movement_unknown: 422,
  quota_exceeded: 409,
  last_administrator: 409,
  group_protected: 409,
  name_taken: 409,
  email_taken: 409,
  link_spent: 409,
  changed_meanwhile: 409,
  mail_not_failed: 409,
  key_shown: 409,
  second_step_required: 409,
  too_many_requests: 429,
  ticket_full: 429,
};

/** The HTTP status of a refusal, for a form that is shown again and for a problem page alike. */
export function refusalStatus(code: RefusalCode): ProblemStatus {
  return statusOfRefusal[code];
}

/** The headers that say after how many seconds to try again, if the refusal knows. */
export function retryHeaders({ details }: Refusal): Record<string, string> {
  return typeof details?.['retry_after'] === 'number' ? { 'Retry-After': String(details['retry_after']) } : {};
}

/** After how many seconds the same form is worth sending again. */
const retryAfter = '5';

/** What a thrown error means to whoever asked. Anything unknown is 500, and its message stays in the log. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Refused) {
    const { code } = error.refusal;
    const headers = retryHeaders(error.refusal);
    return new Problem(refusalStatus(code), code, { detail: refusalText(error.refusal), headers, cause: error });
  }
  if (error instanceof Unavailable) {
    return new Problem(503, 'unavailable', {
      detail: 'page.problem.may_still_happen',
      headers: { 'Retry-After': String(error.retryAfter) },
      cause: error,
    });
  }
  if (error instanceof TooManyGuesses) {
    return new Problem(429, 'too_many_requests', {
      detail: message('page.problem.too_many_keys', { seconds: error.retryAfter }),
      headers: { 'Retry-After': String(error.retryAfter) },
      cause: error,
    });
  }
  if (isHttpError(error)) {
    if (error.status === 413) return new Problem(413, 'too_large', { cause: error });
    if (error.status === 415) return new Problem(415, 'unsupported_media_type', { cause: error });
    if (error.status >= 400 && error.status < 500) return new Problem(400, 'malformed', { cause: error });
  }
  if (isDatabaseDown(error)) {
    return new Problem(503, 'unavailable', { headers: { 'Retry-After': retryAfter }, cause: error });
  }
  return new Problem(500, 'internal', { cause: error });
}

/** An error of Koa itself, with its HTTP status. */
function isHttpError(error: unknown): error is Error & { status: number } {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}

const connectionErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN']);

/** The messages of pg about a connection that is broken or cannot be opened; these errors have no code. */
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client (has encountered a connection error|was closed))/;

/**
 * Whether PostgreSQL is away, starting, stopping, full or too slow (its codes 08, 53, 57P and 57014), as opposed to
 * refusing the query.
 */
function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (connectionErrors.has(code) || /^(08|53|57P|57014)/.test(code)) return true;
  if (lostConnection.test(error.message)) return true;
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner !== undefined && inner !== error && isDatabaseDown(inner);
}
