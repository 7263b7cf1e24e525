import { inTenant } from '../../src/db/in-tenant.ts';
import { type Refusal, Refused } from '../../src/domain/refusal.ts';
import { addressInUse, isAddressInUse } from '../../src/host/identity/account-address.ts';
import { type FoundLink, setPasswordByLink } from '../../src/host/identity/account-links.ts';
import { hashPassword } from '../../src/host/identity/passwords.ts';
import { message, type Message } from '../../src/locales/message.ts';
import type { PageContext, WebDeps } from '../http/context.ts';
import { refusalStatus } from '../http/errors.ts';
import { readForm } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { render } from '../page/render.ts';
import type { Admission } from '../session/admission.ts';
import { fewestCharacters, newPasswordForm } from './password-form.ts';

/** The page on which people set a password after an invitation, or after losing theirs: GET shows it, POST sets it. */
export function setPassword({ orm, judgePassword }: WebDeps, admission: Admission) {
  return {
    show: async (ctx: PageContext, link: FoundLink): Promise<void> => {
      // Whoever has the link can read mail to this address, and may know what it is used for.
      const taken = await inTenant(orm, link.tenantId, (em) => isAddressInUse(em, link.userEmail));
      if (link.purpose === 'invitation' && taken) throw addressInUse(link.userEmail, link.tenantName);
      show(ctx, link, []);
    },

    send: async (ctx: PageContext, link: FoundLink): Promise<void> => {
      const { userEmail: email, userName: name, tenantName: organisation } = link;
      const form = readForm(ctx, newPasswordForm(judgePassword, { email, name, organisation }));
      if (!form.ok) return show(ctx, link, form.errors, 422);
      const hash = await hashPassword(form.value.password);
      try {
        await inTenant(orm, link.tenantId, (em) => setPasswordByLink(em, link, hash, ctx.state.now));
      } catch (error) {
        if (!(error instanceof Refused) || error.refusal.code !== 'quota_exceeded') throw error;
        return show(ctx, link, [{ field: '', message: noSeat(link, error.refusal) }], refusalStatus('quota_exceeded'));
      }
      // The link replaces the password, not the second step.
      await admission.afterPassword(ctx, link, undefined);
    },
  };
}

function show(ctx: PageContext, link: FoundLink, errors: FormErrors, status = 200): void {
  const { principal, platform } = ctx.state;
  const { t } = ctx.state.translator;
  const invited = link.purpose === 'invitation';
  ctx.status = status;
  render(ctx, 'account/views/set-password', {
    title: invited ? t('account.set_password.welcome', { tenant: link.tenantName }) : t('account.set_password.title'),
    errors,
    fewest: fewestCharacters,
    invited,
    path: ctx.path,
    tenant: link.tenantName,
    name: link.userName,
    email: link.userEmail,
    expiresAt: link.expiresAt,
    signedInAs: (principal ?? platform)?.name ?? null,
  });
}

/** Shown to whoever would join as an agent while all seats are taken: whom to ask, and that nothing is lost. */
function noSeat({ tenantName: tenant }: FoundLink, { details }: Refusal): Message {
  if (details === undefined) return message('account.set_password.no_seat', { tenant });
  return message('account.set_password.no_seat_of', { tenant, use: Number(details.use), limit: Number(details.limit) });
}
