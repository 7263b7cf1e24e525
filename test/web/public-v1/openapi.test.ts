import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { OpenApiDocument } from '../../../web/public-v1/openapi/document.ts';
import { translatorFor } from '../../../src/locales/translator.ts';
import { apiProblems } from '../../../web/public-v1/problems.ts';
import { comment } from '../../../web/public-v1/schemas/comment.ts';
import { event } from '../../../web/public-v1/schemas/event.ts';
import { actor, apiKey, asset, movement, person } from '../../../web/public-v1/schemas/parts.ts';
import { problem } from '../../../web/public-v1/schemas/problem.ts';
import { ticket } from '../../../web/public-v1/schemas/ticket.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';

let web: TestWeb;
let document: OpenApiDocument;

beforeAll(async () => {
  web = await startTestWeb();
  document = (await web.nobody().get('/public/v1/openapi.json')).json() as OpenApiDocument;
});
afterAll(() => web.close());

const operations = () => Object.values(document.paths).flatMap((methods) => Object.values(methods));

describe('/public/v1/openapi.json', () => {
  it('is OpenAPI 3.1, for everybody, with this very server', async () => {
    const answer = await web.nobody().get('/public/v1/openapi.json');
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(document).toMatchObject({
      openapi: '3.1.0',
      servers: [{ url: `${web.url}/public/v1` }],
      security: [{ key: [] }],
    });
  });

  it('refers to nothing that it does not have', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      (match) => match[1],
    );
    expect(refs.length).toBeGreaterThan(20);
    expect(refs.filter((name) => !Object.hasOwn(document.components.schemas, name ?? ''))).toEqual([]);
  });

  it('says of each operation what it takes and what it answers, errors too', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(7);
    for (const { responses, description, 'x-scope': scope } of operations()) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '403', '404', '429', '500', '503']));
      expect(description).toContain(scope);
    }
  });

  it('has an example for each body, and for each thing that is answered one that is as described', () => {
    for (const { requestBody } of operations()) {
      if (requestBody === undefined) continue;
      const [media] = Object.values(requestBody.content as Record<string, { examples: object }>);
      expect(Object.keys(media?.examples ?? {}).length).toBeGreaterThan(0);
    }
    for (const schema of [ticket, comment, event, person, asset, movement, apiKey, actor, problem] as z.ZodType[]) {
      const { id, examples = [] } = z.globalRegistry.get(schema) ?? {};
      expect([id, (examples as unknown[]).length > 0]).toEqual([id, true]);
      for (const example of examples as unknown[])
        expect([id, schema.safeParse(example).error]).toEqual([id, undefined]);
    }
  });
});

describe('/public/docs', () => {
  it('shows every operation and every schema of the document', async () => {
    const { status, text } = await web.nobody().get('/public/docs');
    expect(status).toBe(200);
    for (const { operationId, summary } of operations()) {
      expect(text).toContain(`id="${operationId}"`);
      expect(text).toContain(summary.replaceAll("'", '&#39;'));
    }
    const targets = [...text.matchAll(/href="#([\w-]+)"/g)].map((match) => match[1]);
    expect(targets.filter((target) => !text.includes(`id="${target}"`))).toEqual([]);
  });

  it('shows every code under the address that problems name', async () => {
    const { text } = await web.nobody().get('/public/docs/errors');
    for (const { code, title } of apiProblems) {
      expect(text).toContain(`id="${code}"`);
      expect(text).toContain(translatorFor('en').t(title));
    }
  });
});
