import { continueAsNew, proxyActivities, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { longWork } from './activity-options.ts';
import { type AuditProgress, auditQuery } from '../src/temporal/messages.ts';

const { auditTenants } = proxyActivities<Activities>(longWork);

/** After this many pages a run continues as new, unless Temporal suggests it earlier. */
const defaultContinueAfter = 200;

/** `carried`: passed from one run to the next at continue-as-new; a schedule or an operator passes nothing. */
export type AuditInput = Readonly<{ carried?: AuditProgress; continueAfter?: number }>;

/** Goes through all tenants page by page and records which quotas are exceeded (R14); scheduled every hour. */
export async function quotaAudit(input: AuditInput = {}): Promise<AuditProgress> {
  let progress: AuditProgress = input.carried ?? {
    startedAt: new Date().toISOString(),
    cursor: null,
    lookedAt: 0,
    opened: 0,
    closed: 0,
    failed: 0,
  };
  setHandler(auditQuery, () => progress, { description: 'How far the audit is, and what it has found' });
  const { workflowId, firstExecutionRunId } = workflowInfo();
  for (let pages = 1; ; pages += 1) {
    const page = await auditTenants({ run: `${workflowId}/${firstExecutionRunId}`, progress });
    progress = page.progress;
    setCurrentDetails(detailsOf(progress));
    if (page.finished) return progress;
    if (pages >= (input.continueAfter ?? defaultContinueAfter) || workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof quotaAudit>({ ...input, carried: progress });
    }
  }
}

function detailsOf({ lookedAt, opened, closed, failed }: AuditProgress): string {
  return `${lookedAt} tenants looked at: ${opened} overruns opened, ${closed} closed. ${failed} tenants failed.`;
}
