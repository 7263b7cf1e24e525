import { type Client, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import { ticketWorkflowId } from './names.ts';
import { searchAttributes } from './search-attributes.ts';
import { TypedSearchAttributes } from '@temporalio/common';

/** Starts the workflow of an active ticket anew from its rows. One that is running already stays as it is. */
export async function startFromRows(
  { client, taskQueue }: { client: Client; taskQueue: string },
  of: { tenantId: string; ticketId: string },
): Promise<void> {
  await client.workflow.start('ticket', {
    workflowId: ticketWorkflowId(of.tenantId, of.ticketId),
    taskQueue,
    args: [{ tenantId: of.tenantId, ticketId: of.ticketId }],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    typedSearchAttributes: new TypedSearchAttributes([{ key: searchAttributes.tenant, value: of.tenantId }]),
    staticSummary: 'Ticket, started anew from its rows',
  });
}
