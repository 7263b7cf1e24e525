import { z } from 'zod';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { sendLinkAgain } from '../../../src/host/identity/people.ts';
import { derivedId } from '../../../src/ids.ts';
import { idInPath, principalOf, type WebDeps } from '../../http/context.ts';
import { commandIdField, readForm } from '../../forms/form.ts';
import type { Handler } from '../../http/route.ts';
import { goToUser } from './flash.ts';
import { showPerson, showRefused } from './person-page.ts';

const schema = z.object({ command_id: commandIdField });

/**
 * POST /settings/users/:id/link: sends the invitation again or, to whoever has joined, a link for a new password.
 * Sending it twice is safe.
 */
export function sendLink(deps: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId: by } = principalOf(ctx);
    const id = idInPath(ctx);
    const form = readForm(ctx, schema);
    if (!form.ok) {
      ctx.status = 422;
      return showPerson(
        ctx,
        deps,
        form.errors.map(({ message }) => ({ field: '', message })),
      );
    }
    const sending = { by, now: ctx.state.now, linkId: derivedId('link', tenantId, by, id, form.value.command_id) };
    try {
      const purpose = await inTenant(deps.orm, tenantId, (em) => sendLinkAgain(em, tenantId, id, sending));
      goToUser(ctx, id, purpose === 'invitation' ? 'invitation_sent' : 'password_link_sent');
    } catch (error) {
      await showRefused(ctx, deps, error);
    }
  };
}
