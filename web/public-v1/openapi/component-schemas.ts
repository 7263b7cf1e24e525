import { z } from 'zod';
import { comment, commentList, newComment } from '../schemas/comment.ts';
import { event, eventList } from '../schemas/event.ts';
import { actor, apiKey, asset, movement, person } from '../schemas/parts.ts';
import { problem } from '../schemas/problem.ts';
import { newTicket, ticketChange } from '../schemas/ticket-input.ts';
import { ticket, ticketList } from '../schemas/ticket.ts';
import type { Json } from './json.ts';

const answers = [
  ticket,
  ticketList,
  comment,
  commentList,
  event,
  eventList,
  person,
  asset,
  movement,
  apiKey,
  actor,
  problem,
] as const;
const inputs = [newTicket, ticketChange, newComment] as const;

/** The named schemas of the API as JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. */
export function componentSchemas(): Record<string, Json> {
  return { ...schemasOf(answers, 'output'), ...schemasOf(inputs, 'input') };
}

function schemasOf(schemas: readonly z.ZodType[], io: 'input' | 'output'): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const schema of schemas) registry.add(schema, { id: nameOf(schema) });
  const { schemas: made } = z.toJSONSchema(registry, {
    io,
    uri: (id) => `#/components/schemas/${id}`,
    metadata: z.globalRegistry,
    // For answers the format is enough; zod's patterns for it fill pages.
    override: ({ jsonSchema }) => {
      if (io === 'output' && jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
  // The document and the place in it say so already.
  const said = new Set(['$schema', '$id', 'id']);
  const unsaid = (schema: object): Json =>
    Object.fromEntries(Object.entries(schema).filter(([name]) => !said.has(name)));
  return Object.fromEntries(Object.entries(made).map(([name, schema]) => [name, unsaid(schema)]));
}

/** The name of a schema in the document. */
export function nameOf(schema: z.ZodType): string {
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined) throw new Error('A schema of an answer or a body needs a name');
  return id;
}
