import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** The task queue on which the product's workflows and activities run; a test has one of its own. */
export const productTaskQueue = 'itsm';

/** What operators can filter by in the Temporal UI; registered with the namespace. Plain text in Temporal: ids, no names. */
export const searchAttributes = {
  tenant: defineSearchAttributeKey('ItsmTenant', SearchAttributeType.KEYWORD),
  number: defineSearchAttributeKey('ItsmNumber', SearchAttributeType.KEYWORD),
  status: defineSearchAttributeKey('ItsmStatus', SearchAttributeType.KEYWORD),
  type: defineSearchAttributeKey('ItsmType', SearchAttributeType.KEYWORD),
  assignee: defineSearchAttributeKey('ItsmAssignee', SearchAttributeType.KEYWORD),
};

/** Names and types of the search attributes, for whoever registers them with a server. */
export const searchAttributeTypes: Readonly<Record<string, 'Keyword'>> = Object.fromEntries(
  Object.values(searchAttributes).map((key) => [key.name, 'Keyword' as const]),
);

/** The workflow that is the ticket. */
export function ticketWorkflowId(tenantId: string, ticketId: string): string {
  return `ticket/${tenantId}/${ticketId}`;
}

/** The workflow that takes former agents off their tickets, one per tenant. */
export function releaseWorkflowId(tenantId: string): string {
  return `release/${tenantId}`;
}

/** The workflow that sends the mails that belong to no ticket, one per task queue. */
export function serviceMailWorkflowId(taskQueue: string): string {
  return `service-mail/${taskQueue}`;
}

/** The short workflow that sends notices of a ticket whose own workflow has ended. */
export function mailWorkflowId(tenantId: string, ticketId: string): string {
  return `mail/${tenantId}/${ticketId}`;
}
