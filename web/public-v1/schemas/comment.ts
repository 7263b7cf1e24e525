import { z } from 'zod';
import { visibilities } from '../../../src/domain/ticket.ts';
import { actor, instant, next } from './parts.ts';
import { longText } from './texts.ts';

const about = 'External comments are seen and mailed to the reporter, internal notes are for agents only.';

/** A reply or a note, as answers show it. */
export const comment = z
  .strictObject({
    id: z.uuid(),
    body: z.string(),
    visibility: z.enum(visibilities).meta({ description: about }),
    author: actor,
    solution: z.boolean().meta({ description: 'Whether it was sent as the solution.' }),
    expects_answer: z.boolean().meta({ description: 'Whether it asked the reporter for an answer.' }),
    created_at: instant,
  })
  .meta({
    id: 'Comment',
    examples: [
      {
        id: '0197f3a4-7777-7888-9999-aaaabbbbcccc',
        body: 'We are on our way.',
        visibility: 'external',
        author: { kind: 'user', id: '0197f3a2-5d1c-7a3e-9b40-6f1d2c3b4a59', name: 'Ada Agent', key: null },
        solution: false,
        expects_answer: false,
        created_at: '2026-01-05T08:05:00.000Z',
      },
    ],
  });

export type CommentBody = z.output<typeof comment>;

/** A page of a ticket's comments. */
export const commentList = z.strictObject({ data: z.array(comment), next }).meta({ id: 'CommentList' });

/** The body that creates a comment. */
export const newComment = z
  .strictObject({
    body: longText('body', 'refusal.comment.empty', 'We are on our way.'),
    visibility: z.enum(visibilities).default('external').meta({ description: about }),
    expects_answer: z.boolean().default(false).meta({
      description:
        'Whether the reporter is asked for an answer: the ticket then waits for the reporter, who is told so. Only an external comment of an agent can ask.',
    }),
  })
  .meta({
    id: 'NewComment',
    examples: [
      { body: 'We are on our way.' },
      { body: 'Which floor are you on?', expects_answer: true },
      { body: 'Ask the facility team first.', visibility: 'internal' },
    ],
  });
