import { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { addressInUse, isAddressInUse } from '../../src/host/identity/account-address.ts';
import type { FoundLink } from '../../src/host/identity/account-links.ts';
import { confirmAddress } from '../../src/host/identity/change-person.ts';
import { readForm } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import type { PageContext, WebDeps } from '../http/context.ts';
import { render } from '../page/render.ts';
import { seeOther } from '../http/redirect.ts';

/** The page on which the owner of a new address confirms it for their account: GET shows it, POST confirms. */
export function addressPage({ orm }: WebDeps) {
  return {
    show,

    send: async (ctx: PageContext, link: FoundLink): Promise<void> => {
      const form = readForm(ctx, z.object({}));
      if (!form.ok) return show(ctx, link, form.errors, 422);
      await inTenant(orm, link.tenantId, (em) => confirmAddress(em, link, ctx.state.now));
      seeOther(ctx, '/sign-in?address-changed');
    },
  };

  async function show(ctx: PageContext, link: FoundLink, errors: FormErrors = [], status = 200): Promise<void> {
    const { newEmail, tenantId, tenantName } = link;
    // Whoever has the link can read mail to this address, and may know what it is used for.
    const taken = newEmail !== null && (await inTenant(orm, tenantId, (em) => isAddressInUse(em, newEmail)));
    if (taken) throw addressInUse(newEmail, tenantName);
    ctx.status = status;
    render(ctx, 'account/views/confirm-address', {
      title: ctx.state.translator.t('account.confirm_address.title'),
      errors,
      path: ctx.path,
      tenant: tenantName,
      name: link.userName,
      from: link.userEmail,
      to: newEmail,
      expiresAt: link.expiresAt,
    });
  }
}
