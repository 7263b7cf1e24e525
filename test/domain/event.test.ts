import { describe, expect, it } from '@jest/globals';
import { audienceOf, type DecidedEvent, mapTexts } from '../../src/domain/event.ts';
import { decideCreation } from '../../src/domain/create.ts';
import { aCreateCommand } from '../support/builders.ts';
import { accepted } from './deciding.ts';

const [created] = accepted(decideCreation(aCreateCommand({ title: 'the title', description: 'the description' })));

const comment: DecidedEvent = {
  type: 'comment_added',
  visibility: 'external',
  side: 'agent',
  solution: false,
  body: 'the body',
};
const cancelled: DecidedEvent = {
  type: 'status_changed',
  from: 'open',
  to: 'cancelled',
  reasonCode: 'other',
  reason: 'the reason',
};

/** Every type of event with the texts that it carries. */
const texts: [DecidedEvent, Record<string, string>][] = [
  [created!, { title: 'the title', description: 'the description' }],
  [cancelled, { reason: 'the reason' }],
  [{ ...cancelled, reason: null }, {}],
  [{ type: 'assigned', from: null, to: 'somebody' }, {}],
  [comment, { comment: 'the body' }],
  [{ type: 'title_edited', title: 'the title' }, { title: 'the title' }],
  [{ type: 'description_edited', description: 'the description' }, { description: 'the description' }],
  [{ type: 'type_edited', from: 'incident', to: 'service_request' }, {}],
  [{ type: 'priority_edited', from: 'normal', to: 'low' }, {}],
  [{ type: 'resolution_answered', answer: 'solved' }, {}],
  [{ type: 'withdrawal_requested' }, {}],
  [{ type: 'command_refused', code: 'forbidden', asked: 'comment' }, {}],
];

describe('R35: texts apart from facts', () => {
  it.each(texts)('%j gives each of its texts out once, labelled', (event, wanted) => {
    const found: [string, string][] = [];
    mapTexts(event, (text, kind) => found.push([kind, text]));
    expect(found).toHaveLength(Object.keys(wanted).length);
    expect(Object.fromEntries(found)).toEqual(wanted);
  });

  it.each(texts)('%j keeps no word of them once they are replaced', (event, wanted) => {
    const replaced = JSON.stringify(mapTexts(event, () => ({ id: 'text-1', digest: 'digest-1' })));
    for (const text of Object.values(wanted)) expect(replaced).not.toContain(text);
  });

  it.each(texts)('%j is otherwise as it was, and itself untouched', (event) => {
    const before = structuredClone(event);
    expect(mapTexts(event, (text) => text)).toEqual(before);
    expect(event).toEqual(before);
  });
});

describe('R3, R4: who reads an event', () => {
  it('internal notes are for agents only', () => {
    expect(audienceOf({ ...comment, visibility: 'internal' })).toBe('agents');
    expect(audienceOf({ ...comment, visibility: 'internal', solution: true })).toBe('agents');
  });

  it('the reporter sees status, who handles it, the public conversation with its solution, and the own answers', () => {
    const seen: DecidedEvent[] = [
      created!,
      cancelled,
      { type: 'assigned', from: null, to: 'somebody' },
      comment,
      { ...comment, solution: true },
      { ...comment, side: 'reporter' },
      { type: 'resolution_answered', answer: 'still_broken' },
      { type: 'withdrawal_requested' },
    ];
    expect(seen.map(audienceOf)).toEqual(seen.map(() => 'public'));
  });

  it('everything else is for agents, edits of texts too', () => {
    const unseen: DecidedEvent[] = [
      { type: 'title_edited', title: 'x' },
      { type: 'description_edited', description: 'x' },
      { type: 'type_edited', from: 'incident', to: 'service_request' },
      { type: 'priority_edited', from: 'normal', to: 'low' },
      { type: 'command_refused', code: 'forbidden', asked: 'comment' },
    ];
    expect(unseen.map(audienceOf)).toEqual(unseen.map(() => 'agents'));
  });
});
