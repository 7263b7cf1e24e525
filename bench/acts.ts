import { randomUUID } from 'node:crypto';
import { expectStatus } from './browser.ts';
import { type BenchPeople, inTurn } from './people.ts';
import type { Setting } from './setting.ts';

/** What the people of a tenant do on its pages. `place` says which of them does it. */
export type Acts = ReturnType<typeof actsOf>;

/** Forms of the pages, sent by many people in turn. A ticket is named by its number. */
export function actsOf({ browser }: Setting, { agents, reporters }: BenchPeople) {
  const act = async (place: number, number: string, path: string, form: Record<string, string>): Promise<void> => {
    const sent = { command_id: randomUUID(), ...form };
    expectStatus(303, await browser.post(`/tickets/${number}/${path}`, inTurn(agents, place).cookie, sent));
  };
  const status =
    (to: string, more: Record<string, string> = {}) =>
    (place: number, number: string) =>
      act(place, number, 'status', { status: to, ...more });
  const comment = (visibility: string, body: string) => (place: number, number: string) =>
    act(place, number, 'comments', { visibility, body });
  return {
    create: async (place: number): Promise<string> => {
      const form = {
        command_id: randomUUID(),
        type: 'incident',
        title: `The printer on floor ${place} is on fire`,
        description: 'There is smoke, and it smells of plastic. It began this morning, after the last page.',
      };
      const { location } = expectStatus(303, await browser.post('/desk/new', inTurn(reporters, place).cookie, form));
      const number = /TKT-\d+/.exec(location)?.[0];
      if (number === undefined) throw new Error(`A new ticket leads to ${location}`);
      return number;
    },
    start: status('in_progress'),
    resolve: status('resolved', { solution: 'The toner was the wrong one. We have put in another.' }),
    close: status('closed'),
    reply: comment('external', 'We are looking into it, and somebody comes to you before noon.'),
    note: comment('internal', 'The third one this month. Ask the supplier.'),
    /** Gives it to the next agent, who is told by a mail. */
    assign: (place: number, number: string) =>
      act(place, number, 'assignee', { assignee: inTurn(agents, place + 1).id }),
    open: async (place: number, path: string): Promise<void> =>
      void expectStatus(200, await browser.get(path, inTurn(agents, place).cookie)),
  };
}
