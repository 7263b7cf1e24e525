import type { Command, CreateCommand } from '../../../src/domain/command.ts';
import { type Refusal, Refused } from '../../../src/domain/refusal.ts';
import type { TicketGateway } from '../../../src/temporal/ticket-gateway.ts';

/** A gateway that notes what it is asked for and answers as told: yes, unless `refuseWith` or `failWith` was called. */
export function recordingGateway() {
  const sent: { tenantId: string; ticketId: string; command: Command }[] = [];
  const created: CreateCommand[] = [];
  let error: Error | null = null;
  const answer = (ticketId: string, number: string) => {
    const failing = error;
    error = null;
    if (failing !== null) throw failing;
    return { ticketId, number, version: 7, repeated: false };
  };
  const tickets: TicketGateway = {
    create: async (command) => {
      created.push(command);
      return answer(command.ticketId, 'TKT-000001');
    },
    send: async (tenantId, ticketId, command) => {
      sent.push({ tenantId, ticketId, command });
      return answer(ticketId, 'TKT-000001');
    },
  };
  return {
    tickets,
    sent,
    created,
    /** The changes of the last command. */
    changes: () => sent.at(-1)?.command.changes,
    refuseWith: (refusal: Refusal) => void (error = new Refused(refusal)),
    failWith: (failure: Error) => void (error = failure),
    forget: () => void (sent.length = created.length = 0),
  };
}
