import { inAccount } from '../../src/db/in-account.ts';
import { newRecoveryCodes } from '../../src/host/identity/second-step/recovery-codes.ts';
import { hasSecondStep, readSecondSteps } from '../../src/host/identity/second-step/second-steps.ts';
import { typedIn } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import type { PageContext, WebDeps } from '../http/context.ts';
import { render } from '../page/render.ts';
import { accountOf, wrongPassword } from './account.ts';
import { goToSignIn, signInPath } from './flash.ts';

/** /me/recovery-codes: replaces the recovery codes. Needs the password. */
export function recoveryCodes(deps: WebDeps) {
  const { orm, factorKey: key } = deps;
  return {
    show: async (ctx: PageContext): Promise<void> => {
      if (await isNeeded(ctx)) show(ctx, []);
      else goToSignIn(ctx);
    },

    send: async (ctx: PageContext): Promise<void> => {
      if (!(await isNeeded(ctx))) return goToSignIn(ctx);
      const account = accountOf(ctx);
      const errors = await wrongPassword(ctx, deps, typedIn(ctx)['old_password']);
      if (errors.length > 0) return show(ctx, errors, 422);
      showCodes(ctx, await inAccount(orm, account, (em) => newRecoveryCodes(em, account, key)));
    },
  };

  /** Codes replace a lost second step: without one there is nothing to recover. */
  async function isNeeded(ctx: PageContext): Promise<boolean> {
    const account = accountOf(ctx);
    return hasSecondStep(await inAccount(orm, account, (em) => readSecondSteps(em, account)));
  }
}

function show(ctx: PageContext, errors: FormErrors, status = 200): void {
  ctx.status = status;
  render(ctx, 'me/views/recovery-codes', { title: ctx.state.translator.t('me.codes.title'), errors, back: signInPath });
}

/** Shows recovery codes, which is possible only once. */
export function showCodes(ctx: PageContext, codes: readonly string[]): void {
  render(ctx, 'me/views/codes', { title: ctx.state.translator.t('account.codes.title'), codes, back: signInPath });
}
