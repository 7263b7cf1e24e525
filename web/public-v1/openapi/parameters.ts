import { z } from 'zod';
import type { Json } from './json.ts';

const ticketName = {
  type: 'string',
  description: "The ticket's id, or its number.",
  pattern: '^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[A-Za-z][A-Za-z0-9]{1,9}-[0-9]{6,})$',
  examples: ['TKT-000042'],
};

/** The path parameters; there is only one, the ticket. */
export function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => {
    const { description, examples, ...schema } = ticketName;
    return { name, in: 'path', required: true, description, example: examples[0], schema };
  });
}

/** Query parameters, from the schema that parses them. Several values of one parameter are separated by commas. */
export function queryParameters(schema: z.ZodObject): Json[] {
  return parametersOf(schema, 'query').map((parameter) =>
    parameter.schema.type === 'array' ? { ...parameter, style: 'form', explode: false } : parameter,
  );
}

/** The headers that the API reads. */
export function headerParameters(schema: z.ZodObject): Json[] {
  return parametersOf(schema, 'header');
}

function parametersOf(schema: z.ZodObject, place: 'query' | 'header') {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' }) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, examples, ...rest }]) => ({
    name,
    in: place,
    required: required.includes(name),
    description,
    ...(Array.isArray(examples) ? { example: examples[0] as unknown } : {}),
    schema: rest,
  }));
}
