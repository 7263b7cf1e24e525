import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { ProblemCode, ProblemStatus } from '../http/errors.ts';

/** What a code of the API means and what a client can do about it: the `title`, and the page in the docs. */
export type ApiProblem = Readonly<{ code: ProblemCode; status: ProblemStatus; title: MessageKey; text: MessageKey }>;

const codes = [
  [400, 'malformed_json'],
  [400, 'repeated_field'],
  [400, 'unknown_parameter'],
  [400, 'repeated_parameter'],
  [400, 'invalid_parameter'],
  [401, 'key_required'],
  [401, 'key_invalid'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [405, 'method_not_allowed'],
  [409, 'transition_not_allowed'],
  [409, 'ticket_finished'],
  [409, 'assignee_not_agent'],
  [409, 'external_ref_taken'],
  [412, 'stale_version'],
  [413, 'too_large'],
  [415, 'unsupported_media_type'],
  [422, 'malformed'],
  [422, 'unknown_field'],
  [422, 'command_id_reused'],
  [422, 'reporter_unknown'],
  [422, 'asset_unknown'],
  [422, 'movement_unknown'],
  [429, 'too_many_requests'],
  [429, 'ticket_full'],
  [500, 'internal'],
  [503, 'unavailable'],
] as const satisfies readonly (readonly [ProblemStatus, ProblemCode])[];

/** Every code of the API with its texts, ordered by status. */
export const apiProblems: readonly ApiProblem[] = codes.map(([status, code]) => ({
  code,
  status,
  title: `api.problem.${code}.title`,
  text: `api.problem.${code}.text`,
}));

const byCode = new Map(apiProblems.map((each) => [each.code, each]));

/** Whether the code is one of the API's. */
export function isApiProblem(code: ProblemCode): boolean {
  return byCode.has(code);
}

/** The entry of a code in the docs. */
export function apiProblemOf(code: ProblemCode): ApiProblem {
  const found = byCode.get(code);
  if (found === undefined) throw new Error(`The API has no problem called ${code}`);
  return found;
}
