import type { ProblemCode, ProblemStatus } from '../http/errors.ts';

/** What a code of the API means and what a client can do about it: the `title`, and the page in the docs. */
export type ApiProblem = Readonly<{ code: ProblemCode; status: ProblemStatus; title: string; text: string }>;

function problem(status: ProblemStatus, code: ProblemCode, title: string, text: string): ApiProblem {
  return { code, status, title, text };
}

/** Every code of the API, ordered by status. */
export const apiProblems: readonly ApiProblem[] = [
  problem(400, 'malformed_json', 'The body is not JSON', 'Send one JSON object in UTF-8.'),
  problem(400, 'repeated_field', 'A field stands twice in the body', 'Send each field of an object once.'),
  problem(400, 'unknown_parameter', 'Unknown query parameter', 'Look for a typing error; `errors` names it.'),
  problem(400, 'repeated_parameter', 'A query parameter stands twice', 'Separate several values by commas.'),
  problem(400, 'invalid_parameter', 'A parameter makes no sense', '`errors` names the query parameter or header.'),
  problem(
    401,
    'key_required',
    'An API key is required',
    'Send `Authorization: Bearer` and your key. Nothing else counts.',
  ),
  problem(
    401,
    'key_invalid',
    'The API key is not valid',
    'It is mistyped, has ended or was revoked, or its user is not active any more. Administrators see which under Settings, API keys.',
  ),
  problem(
    403,
    'forbidden',
    'Not permitted',
    'The key lacks the scope that `detail` names, or its user or integration lacks the permission.',
  ),
  problem(
    404,
    'not_found',
    'Not found',
    'There is no such thing, or the key may not see it: the two look alike. Without the public API in the licence, nothing is found.',
  ),
  problem(405, 'method_not_allowed', 'Method not allowed', 'The header `Allow` says which methods there are.'),
  problem(409, 'transition_not_allowed', 'The status does not allow it', 'Read the ticket and its `actions` again.'),
  problem(409, 'ticket_finished', 'The ticket is finished', 'Closed and cancelled are final: create a new ticket.'),
  problem(409, 'assignee_not_agent', 'The assignee is not an agent', 'Choose an active user with tickets:manage.'),
  problem(
    409,
    'external_ref_taken',
    'The external reference is taken',
    'Another ticket has it; `details` names it if the key may read it. Use that one, or another reference.',
  ),
  problem(
    412,
    'stale_version',
    'The ticket has changed meanwhile',
    'Nothing was changed. `details` has the current version and who made it: read the ticket again, and decide again.',
  ),
  problem(413, 'too_large', 'The body is too large', 'A body has at most 256 KiB, a text in it 64 KiB.'),
  problem(415, 'unsupported_media_type', 'Not a JSON body', 'Send `Content-Type: application/json`, not compressed.'),
  problem(422, 'malformed', 'The body makes no sense', '`errors` has a JSON pointer to each field, and what to do.'),
  problem(422, 'unknown_field', 'Unknown field', 'Look for a typing error; `errors` has a JSON pointer to it.'),
  problem(
    422,
    'command_id_reused',
    'The Idempotency-Key was used for something else',
    'Make a new key for each new request; repeat a request with the very same body.',
  ),
  problem(422, 'reporter_unknown', 'The reporter is unknown', 'Name an active user of the tenant by e-mail address.'),
  problem(422, 'asset_unknown', 'The asset is unknown', 'Name assets that exist and that the key may know.'),
  problem(422, 'movement_unknown', 'The movement is unknown', "Name a movement of one of the ticket's assets."),
  problem(
    429,
    'too_many_requests',
    'Too many requests',
    'Wait as many seconds as `Retry-After` says. Beside the calls, comments a minute and text an hour are limited for each user and integration.',
  ),
  problem(
    429,
    'ticket_full',
    'The ticket takes no more comments',
    '`details` has the limit. It stays full: create a new ticket for what is still to be said.',
  ),
  problem(500, 'internal', 'Something broke on our side', 'It has been recorded. Tell us the `request_id`.'),
  problem(
    503,
    'unavailable',
    'Not available for a moment',
    'Repeat it after `Retry-After` seconds, with the same Idempotency-Key: what was carried out after all is not done twice.',
  ),
];

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
