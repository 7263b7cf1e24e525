import { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { Refused } from '../../src/domain/refusal.ts';
import { sendLinkAgain } from '../../src/host/identity/people.ts';
import type { WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { readForm } from '../forms/form.ts';
import type { Handler } from '../http/route.ts';
import { goTo } from './flash.ts';
import { tenantPath } from './paths.ts';
import { tenantInPath } from './tenant-page.ts';

const schema = z.object({ user_id: z.uuid() });

/**
 * POST /platform/tenants/:id/invitations: sends a new invitation to an administrator who has not joined yet. Otherwise
 * nobody could enter a tenant whose only administrator has let the link expire.
 */
export function inviteAgain(deps: WebDeps): Handler {
  return async (ctx) => {
    const { id, administrators } = await tenantInPath(ctx, deps);
    const form = readForm(ctx, schema);
    if (!form.ok) throw new Problem(422, 'malformed', { detail: 'platform.error.which_person' });
    const person = administrators.find((each) => each.id === form.value.user_id);
    if (person === undefined) throw new Problem(404, 'not_found');
    if (person.state !== 'invited') throw new Refused(joined);
    const invite = { by: null, now: ctx.state.now };
    await inTenant(deps.orm, id, (em) => sendLinkAgain(em, id, person.id, invite));
    goTo(ctx, tenantPath(id), 'invitation_sent');
  };
}

const joined = {
  code: 'changed_meanwhile',
  key: 'refusal.user.joined',
} as const;
