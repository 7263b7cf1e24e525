/** The task queue on which the product's workflows and activities run; each test has one of its own. */
export const productTaskQueue = 'itsm';

/** The workflow that is the ticket. */
export function ticketWorkflowId(tenantId: string, ticketId: string): string {
  return `ticket/${tenantId}/${ticketId}`;
}

/** The workflow that takes former agents off their tickets, one per tenant. */
export function releaseWorkflowId(tenantId: string): string {
  return `release/${tenantId}`;
}

/** The workflows that deliver waiting mail, `number` from 0 to `outboxes - 1` for each task queue. */
export function outboxWorkflowId(taskQueue: string, number: number): string {
  return `outbox/${taskQueue}/${number}`;
}

/** How many there are: while one continues as new, another delivers. */
export const outboxes = 2;
