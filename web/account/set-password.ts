import { inTenant } from '../../src/db/in-tenant.ts';
import { type Refusal, Refused } from '../../src/domain/refusal.ts';
import { addressInUse, isAddressInUse } from '../../src/host/identity/account-address.ts';
import { findLink, type FoundLink, linkSpent, setPasswordByLink } from '../../src/host/identity/account-links.ts';
import { linkIdIn } from '../../src/host/identity/account-token.ts';
import { hashPassword } from '../../src/host/identity/passwords.ts';
import { type PageContext, pathPart, type WebDeps } from '../http/context.ts';
import { refusalStatus } from '../http/errors.ts';
import { readForm } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { render } from '../page/render.ts';
import type { SessionCookie } from '../session/cookie.ts';
import { enter } from '../session/sessions.ts';
import { newPasswordForm } from './password-form.ts';

/** The page on which who was invited, or has lost their password, sets one: shown, and sent. */
export function setPassword({ orm, accountKey }: WebDeps, cookie: SessionCookie) {
  return {
    show: async (ctx: PageContext): Promise<void> => {
      const link = await goodLink(ctx);
      // Whoever has the link reads the mails of this address, and may know what it is used for.
      const taken = await inTenant(orm, link.tenantId, (em) => isAddressInUse(em, link.userEmail));
      if (link.purpose === 'invitation' && taken) throw addressInUse(link.userEmail, link.tenantName);
      show(ctx, link, []);
    },

    send: async (ctx: PageContext): Promise<void> => {
      const link = await goodLink(ctx);
      const form = readForm(ctx, newPasswordForm({ email: link.userEmail, name: link.userName }));
      if (!form.ok) return show(ctx, link, form.errors, 422);
      const hash = await hashPassword(form.value.password);
      try {
        await inTenant(orm, link.tenantId, (em) => setPasswordByLink(em, link, hash, ctx.state.now));
      } catch (error) {
        if (!(error instanceof Refused) || error.refusal.code !== 'quota_exceeded') throw error;
        return show(ctx, link, [{ field: '', message: noSeat(link, error.refusal) }], refusalStatus('quota_exceeded'));
      }
      await enter(ctx, orm, cookie, link);
      ctx.status = 303;
      ctx.redirect('/');
    },
  };

  /** The link of the path. Forged, unknown, used and ended ones are refused alike, so that none tells of another. */
  async function goodLink(ctx: PageContext): Promise<FoundLink> {
    const id = linkIdIn(accountKey, pathPart(ctx, 'token'));
    const link = id === null ? null : await findLink(orm, id);
    if (link === null || link.spentAt !== null || link.expiresAt <= ctx.state.now) throw new Refused(linkSpent);
    return link;
  }
}

function show(ctx: PageContext, link: FoundLink, errors: FormErrors, status = 200): void {
  const { principal, platform } = ctx.state;
  const invited = link.purpose === 'invitation';
  ctx.status = status;
  render(ctx, 'account/views/set-password', {
    title: invited ? `Welcome to ${link.tenantName}` : 'Set a new password',
    errors,
    invited,
    path: ctx.path,
    tenant: link.tenantName,
    name: link.userName,
    email: link.userEmail,
    expiresAt: link.expiresAt,
    signedInAs: (principal ?? platform)?.name ?? null,
  });
}

/** For who would join as an agent while all seats are taken: whom to ask, and that nothing is lost. */
function noSeat({ tenantName }: FoundLink, { details }: Refusal): string {
  const taken = details === undefined ? '' : ` (${details.use} of ${details.limit} agents)`;
  return (
    `The licence of ${tenantName} has no seat left for you${taken}. Ask the administrators of your organisation for one. ` +
    'Your link stays good: open it again then, and choose a password.'
  );
}
