import { translatorFor } from '../../../src/locales/translator.ts';
import type { ProblemCode } from '../../http/errors.ts';
import { type ApiProblem, apiProblemOf } from '../problems.ts';
import type { ApiRoute } from '../route.ts';
import { nameOf } from './component-schemas.ts';
import type { Json } from './json.ts';

const header = (description: string, type: 'string' | 'integer' = 'string', required = true): Json => ({
  description,
  required,
  schema: { type },
});

const requestId = { 'X-Request-Id': header('Names the request in our log.') };

/** Headers of every answer to a known key. */
const limits = {
  'RateLimit-Policy': header('How many requests a minute (`q` in `w` seconds) the key and its tenant have.'),
  RateLimit: header('How many are left (`r`), and in how many seconds there are all again (`t`).'),
};

/** The success response of a line. */
export function successResponse({ answer, status, method, headers, query }: ApiRoute): Record<string, Json> {
  const name = nameOf(answer);
  const one = name === 'Ticket';
  const told = {
    ...requestId,
    ...limits,
    ...(one ? { ETag: header('The version of the ticket, for If-Match and If-None-Match.') } : {}),
    ...(status === 201 && one ? { Location: header('The path of the ticket.') } : {}),
    ...('limit' in query.shape ? { Link: header('The next page: `rel="next"`.', 'string', false) } : {}),
    ...('Idempotency-Key' in headers.shape
      ? { 'Idempotency-Replayed': header('`true`: this request had been carried out before.', 'string', false) }
      : {}),
  };
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } };
  const description = method === 'POST' ? 'Made, or made before by the same request.' : 'As it is now.';
  const unchanged = { 304: { description: 'You have this version already.', headers: { ...requestId, ...limits } } };
  return {
    [status]: { description, headers: told, content },
    ...('If-None-Match' in headers.shape ? unchanged : {}),
  };
}

const ofAll: readonly ProblemCode[] = ['key_required', 'key_invalid', 'forbidden', 'not_found', 'too_many_requests'];
const ofParameters: readonly ProblemCode[] = ['unknown_parameter', 'repeated_parameter', 'invalid_parameter'];
const ofBodies: readonly ProblemCode[] = [
  'malformed_json',
  'repeated_field',
  'too_large',
  'unsupported_media_type',
  'malformed',
  'unknown_field',
  'command_id_reused',
];
const ofTrouble: readonly ProblemCode[] = ['internal', 'unavailable'];

const headersOf: Readonly<Record<number, Json>> = {
  401: { 'WWW-Authenticate': header('How to authenticate: `Bearer`.') },
  429: { 'Retry-After': header('How long to wait, in seconds.', 'integer') },
  503: { 'Retry-After': header('How long to wait, in seconds.', 'integer') },
};

/** The description of the API is in English, whoever reads it. */
const { t } = translatorFor('en');

/** The refusals of a line, by status, each with its codes. */
export function problemResponses({ refusals, body }: ApiRoute): Record<string, Json> {
  const codes = [...ofAll, ...ofParameters, ...(body === undefined ? [] : ofBodies), ...refusals, ...ofTrouble];
  const problems = [...new Set(codes)].map((code) => apiProblemOf(code));
  const statuses = [...new Set(problems.map(({ status }) => status))].toSorted((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      responseOf(
        status,
        problems.filter((each) => each.status === status),
      ),
    ]),
  );
}

function responseOf(status: number, problems: readonly ApiProblem[]): Json {
  return {
    description: problems.map(({ code, title }) => `\`${code}\`: ${t(title)}.`).join(' '),
    headers: { ...requestId, ...headersOf[status] },
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
