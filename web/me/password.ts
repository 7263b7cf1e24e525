import { changeOwnPassword } from '../../src/host/identity/own-password.ts';
import { hashPassword } from '../../src/host/identity/passwords.ts';
import { fewestCharacters, newPasswordForm } from '../account/password-form.ts';
import { readForm, typedIn } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import type { PageContext, WebDeps } from '../http/context.ts';
import { render } from '../page/render.ts';
import { sessionCookie } from '../session/cookie.ts';
import { enter } from '../session/sessions.ts';
import { accountOf, wrongPassword } from './account.ts';
import { goToSignIn } from './flash.ts';

/** GET and POST /me/password: changes the person's password, given the old one; every other session ends. */
export function ownPassword(deps: WebDeps) {
  const cookie = sessionCookie(deps.config);
  return {
    show: (ctx: PageContext): void => show(ctx, []),

    send: async (ctx: PageContext): Promise<void> => {
      const account = accountOf(ctx);
      const { name, email, tenantName: organisation } = account;
      const form = readForm(ctx, newPasswordForm(deps.judgePassword, { name, email, organisation }));
      const errors = form.ok ? await wrongPassword(ctx, deps, typedIn(ctx)['old_password']) : form.errors;
      if (!form.ok || errors.length > 0) {
        ctx.status = 422;
        return show(ctx, errors);
      }
      await changeOwnPassword(deps.orm, account, await hashPassword(form.value.password));
      await enter(ctx, deps.orm, cookie, account);
      goToSignIn(ctx, 'password_changed');
    },
  };
}

function show(ctx: PageContext, errors: FormErrors): void {
  render(ctx, 'me/views/password', {
    title: ctx.state.translator.t('me.password.title'),
    errors,
    fewest: fewestCharacters,
    email: accountOf(ctx).email,
  });
}
