import { z } from 'zod';
import { apiProblems } from '../problems.ts';

const detail = z.string().meta({ description: 'What is wrong and what to do, for people.' });

/** Every answer that is not a success (RFC 9457). */
export const problem = z
  .strictObject({
    type: z.url().meta({ description: 'The page of these docs about the `code`.' }),
    title: z.string(),
    status: z.int(),
    detail,
    code: z.enum(apiProblems.map(({ code }) => code)).meta({ description: 'For programs: one meaning each.' }),
    errors: z
      .array(
        z.union([
          z.strictObject({ pointer: z.string().meta({ description: 'A JSON pointer into the body.' }), detail }),
          z.strictObject({ parameter: z.string().meta({ description: 'A query parameter or a header.' }), detail }),
        ]),
      )
      .optional(),
    details: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .optional()
      .meta({ description: 'Facts about the refusal, such as the current `version`.' }),
    request_id: z.string().meta({ description: 'Also in the header `X-Request-Id`; tell it when you ask for help.' }),
  })
  .meta({
    id: 'Problem',
    examples: [
      {
        type: 'https://itsm.example.com/public/docs/errors#malformed',
        title: 'The body is invalid',
        status: 422,
        detail: '`errors` has a JSON pointer to each field, and what to do.',
        code: 'malformed',
        errors: [{ pointer: '/title', detail: 'This field is required.' }],
        request_id: '7d0f5b1e-3c0a-4c46-9d5e-0a4f6c1b2d3e',
      },
    ],
  });
