import type { Json } from './json.ts';
import { z } from 'zod';
import type { WebConfig } from '../../http/context.ts';
import type { ApiRoute } from '../route.ts';
import { componentSchemas } from './component-schemas.ts';
import { headerParameters, pathParameters, queryParameters } from './parameters.ts';
import { problemResponses, successResponse } from './responses.ts';

export type Operation = Readonly<{
  operationId: string;
  summary: string;
  description: string;
  parameters: readonly Json[];
  requestBody?: Json;
  responses: Readonly<Record<string, Json>>;
  'x-scope': string;
}>;

export type OpenApiDocument = Readonly<{
  openapi: '3.1.0';
  info: Json;
  servers: readonly Json[];
  security: readonly Json[];
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components: Readonly<{ schemas: Readonly<Record<string, Json>>; securitySchemes: Json }>;
}>;

/** The API as OpenAPI 3.1, generated from the schemas that validate its requests and type its answers. */
export function openApiDocument(
  routes: readonly ApiRoute[],
  { publicUrl }: Pick<WebConfig, 'publicUrl'>,
): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Uslimato ITSM',
      version: '1',
      description: `Tickets by API key. Errors, limits, repeating and paging are told at ${publicUrl}/public/docs.`,
    },
    servers: [{ url: `${publicUrl}/public/v1` }],
    security: [{ key: [] }],
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key of the tenant: Settings, API keys.' },
      },
    },
  };
}

function operationOf(route: ApiRoute): Operation {
  const { texts, scope, query, headers, body } = route;
  return {
    operationId: texts.id,
    summary: texts.summary,
    description: `${texts.text}\n\nScope: \`${scope}\`.`,
    parameters: [...pathParameters(route.path), ...queryParameters(query), ...headerParameters(headers)],
    ...(body === undefined ? {} : { requestBody: requestBody(body) }),
    responses: { ...successResponse(route), ...problemResponses(route) },
    'x-scope': scope,
  };
}

function requestBody(schema: z.ZodType): Json {
  const { id, examples } = z.globalRegistry.get(schema) ?? {};
  if (id === undefined) throw new Error('The schema of a body needs a name');
  return {
    required: true,
    content: {
      'application/json': {
        schema: { $ref: `#/components/schemas/${id}` },
        examples: Object.fromEntries((examples as unknown[]).map((value, place) => [`example${place + 1}`, { value }])),
      },
    },
  };
}
