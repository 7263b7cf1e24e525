import type { WebDeps } from '../http/context.ts';
import { type Access, form, get, post, type Route } from '../http/route.ts';
import { acknowledge } from './acknowledge-alert.ts';
import { alertsPage } from './alerts-page.ts';
import { saveLicence } from './change-licence.ts';
import { changesPage } from './changes-page.ts';
import { healWorkflow } from './heal-workflow.ts';
import { inviteAgain } from './invite-again.ts';
import { createTenant, newTenantPage } from './new-tenant.ts';
import { runAudit } from './run-audit.ts';
import { suspend, suspendPage } from './suspend-licence.ts';
import { tenantPage } from './tenant-page.ts';
import { tenantsPage } from './tenants-page.ts';
import { workflowsPage } from './workflows-page.ts';

export const platform: Access = { audience: 'platform' };

/** The console of the platform team: tenants and their licences. None of its pages shows more of a ticket than its number. */
export function platformRoutes(deps: WebDeps): Route[] {
  return [
    get('/platform', platform, tenantsPage(deps)),
    post('/platform/audits', platform, runAudit(deps)),
    get('/platform/tenants/new', platform, newTenantPage),
    form('/platform/tenants/new', platform, createTenant(deps)),
    get('/platform/tenants/:id', platform, tenantPage(deps)),
    form('/platform/tenants/:id/licence', platform, saveLicence(deps)),
    get('/platform/tenants/:id/suspend', platform, suspendPage(deps)),
    form('/platform/tenants/:id/suspend', platform, suspend(deps)),
    post('/platform/tenants/:id/invitations', platform, inviteAgain(deps)),
    get('/platform/alerts', platform, alertsPage(deps)),
    post('/platform/alerts/:id/acknowledge', platform, acknowledge(deps)),
    get('/platform/changes', platform, changesPage(deps)),
    get('/platform/workflows', platform, workflowsPage(deps)),
    post('/platform/workflows/:tenant/:ticket/heal', platform, healWorkflow(deps)),
  ];
}
