/** The task queue on which the product's workflows and activities run; a test has one of its own. */
export const productTaskQueue = 'itsm';

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
