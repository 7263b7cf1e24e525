import type { StuckTicket } from '../../src/db/upkeep/stuck-tickets.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import { ticketWorkflowId } from '../../src/temporal/names.ts';
import type { WebConfig } from '../http/context.ts';
import { tenantPath } from './paths.ts';

/** A ticket in trouble as the console shows it. */
export type StuckLine = Readonly<{
  number: string;
  tenant: string;
  tenantHref: string;
  healed: boolean;
  /** The state of its workflow, and the class of its badge. */
  state: Readonly<{ label: MessageKey; badge: string }>;
  /** When it was reported, began to fail, or was last healed. */
  at: Date;
  attempts: number | null;
  cause: string | null;
  restarts: number;
  /** Where to restart its workflow; null if there is nothing to restart. */
  action: string | null;
  /** Its workflow in the Temporal UI. */
  workflow: string | null;
}>;

const states: Readonly<Record<StuckTicket['state'], StuckLine['state']>> = {
  reported: { label: 'platform.stuck.reported', badge: 'badge-warning' },
  failing: { label: 'platform.stuck.failing', badge: 'badge-danger' },
  held: { label: 'platform.stuck.held', badge: 'badge-danger' },
  healed: { label: 'platform.stuck.restarted', badge: 'badge-success' },
};

/** A line of the list of tickets in trouble. */
export function stuckLine(ticket: StuckTicket, config: WebConfig): StuckLine {
  const { tenantId, ticketId, state, healedAt } = ticket;
  const healed = state === 'healed';
  return {
    number: ticket.number,
    tenant: ticket.tenantName,
    tenantHref: tenantPath(tenantId),
    healed,
    state: states[state],
    at: (healed ? healedAt.at(-1) : ticket.failingSince) ?? ticket.reportedAt,
    attempts: healed ? null : ticket.attempt,
    cause: ticket.cause,
    restarts: healedAt.length,
    action: healed || ticket.final ? null : `/platform/workflows/${tenantId}/${ticketId}/heal`,
    workflow: workflowHref(config, ticketWorkflowId(tenantId, ticketId)),
  };
}

function workflowHref({ temporalUiUrl, temporalNamespace }: WebConfig, workflowId: string): string | null {
  if (temporalUiUrl === undefined) return null;
  const namespace = encodeURIComponent(temporalNamespace);
  return `${temporalUiUrl.replace(/\/$/, '')}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}`;
}
