import { randomUUID } from 'node:crypto';
import type { Command, CreateCommand } from '../../../src/domain/command.ts';
import { type Refusal, Refused } from '../../../src/domain/refusal.ts';
import type { CommandAnswer } from '../../../src/temporal/messages.ts';
import type { TicketGateway } from '../../../src/temporal/ticket-gateway.ts';
import type { Browser } from '../../support/browser.ts';

/** A gateway that carries nothing out: it remembers what it was asked, and answers or fails as the test says. */
export type RecordingGateway = TicketGateway & {
  readonly created: CreateCommand[];
  readonly sent: Command[];
  /** What the next command meets instead of an answer. */
  failWith: Error | null;
};

/** The number under which the recording gateway says that it has filed a ticket. */
export const filedNumber = 'TKT-000777';

/** See `RecordingGateway`. */
export function recordingGateway(): RecordingGateway {
  const answer = (ticketId: string): CommandAnswer => {
    const { failWith } = gateway;
    gateway.failWith = null;
    if (failWith !== null) throw failWith;
    return { ticketId, number: filedNumber, version: 2, repeated: false };
  };
  const gateway: RecordingGateway = {
    created: [],
    sent: [],
    failWith: null,
    create: async (command) => {
      gateway.created.push(command);
      return answer(command.ticketId);
    },
    send: async (_tenantId, ticketId, command) => {
      gateway.sent.push(command);
      return answer(ticketId);
    },
  };
  return gateway;
}

/** A refusal as the gateway throws it. */
export function refused(refusal: Refusal): Refused {
  return new Refused(refusal);
}

/** Fields that a form always has. */
export function commandId(): { command_id: string } {
  return { command_id: randomUUID() };
}

/** What a page says to people: its text without tags, in one line. */
export function wordsOf(html: string): string {
  return html
    .slice(html.indexOf('<main'))
    .replace(/<[^>]*>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
}

/** The words of the page at `path`. */
export async function wordsAt(browser: Browser, path: string): Promise<string> {
  return wordsOf((await browser.get(path)).text);
}
