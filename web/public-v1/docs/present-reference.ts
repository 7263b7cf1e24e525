import { standardCallLimits } from '../../../src/domain/call-limits.ts';
import type { WebConfig } from '../../http/context.ts';
import type { OpenApiDocument, Operation } from '../openapi/document.ts';
import type { Json } from '../openapi/json.ts';
import { markedText } from './marked-text.ts';
import { plain, typeText } from './type-text.ts';
import { translatorFor } from '../../../src/locales/translator.ts';

/** The model of the reference page, taken from the document alone. */
export function presentReference({ paths, components }: OpenApiDocument, { publicUrl }: Pick<WebConfig, 'publicUrl'>) {
  const { schemas } = components;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => presentOperation(path, method, operation, schemas)),
  );
  const bodies = new Set(operations.flatMap(({ body }) => body?.name ?? []));
  return {
    base: `${publicUrl}/public/v1`,
    documentPath: '/public/v1/openapi.json',
    limits: {
      perKey: translatorFor('en').number(standardCallLimits.perKey),
      perTenant: translatorFor('en').number(standardCallLimits.perTenant),
    },
    operations,
    // Request bodies are shown with their requests.
    schemas: Object.entries(schemas)
      .filter(([name]) => !bodies.has(name))
      .map(([name, schema]) => presentSchema(name, schema)),
  };
}

function presentOperation(
  path: string,
  method: string,
  operation: Operation,
  schemas: OpenApiDocument['components']['schemas'],
) {
  const bodyName = operation.requestBody === undefined ? null : nameIn(operation.requestBody);
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    text: markedText(operation.description.split('\n\n')[0] ?? ''),
    scope: operation['x-scope'],
    parameters: operation.parameters.map((parameter) => ({
      name: String(parameter.name),
      place: String(parameter.in),
      ...fieldOf(parameter.schema as Json, parameter.required === true, parameter.description),
    })),
    body: bodyName === null ? null : presentSchema(bodyName, schemas[bodyName] ?? {}),
    answers: Object.entries(operation.responses).map(([status, response]) => ({
      status,
      schema: response.content === undefined ? null : nameIn(response),
      text: markedText(String(response.description)),
    })),
  };
}

function presentSchema(name: string, schema: Json) {
  const variants = Array.isArray(schema.oneOf) ? (schema.oneOf as Json[]) : null;
  const examples = (schema.examples ?? []) as readonly unknown[];
  return {
    name,
    text: markedText(plain(schema.description ?? '')),
    fields: fieldsOf(variants === null ? schema : (variants[0] ?? {})).filter(
      ({ name: field }) => variants === null || !['type', 'details'].includes(field),
    ),
    variants: (variants ?? []).map((variant) => {
      const { type, details } = (variant.properties ?? {}) as Record<string, Json>;
      return { type: String(type?.const), fields: fieldsOf(details ?? {}) };
    }),
    examples: examples.map((example) => JSON.stringify(example, null, 2)),
  };
}

function fieldsOf({ properties = {}, required = [] }: Json) {
  return Object.entries(properties as Record<string, Json>).map(([name, schema]) => ({
    name,
    ...fieldOf(schema, (required as readonly string[]).includes(name), schema.description),
  }));
}

function fieldOf(schema: Json, required: boolean, description: unknown) {
  const usual = schema.default === undefined ? null : plain(schema.default);
  return { type: typeText(schema), required, usual, text: markedText(plain(description ?? '')) };
}

/** The name of the schema that a body carries. */
function nameIn({ content }: Json): string | null {
  const [media] = Object.values(content as Record<string, { schema?: { $ref?: string } }>);
  return media?.schema?.$ref?.split('/').at(-1) ?? null;
}
