import { inAccount } from '../../src/db/in-account.ts';
import { Refused } from '../../src/domain/refusal.ts';
import { readSecondSteps, removeSecondStep } from '../../src/host/identity/second-step/second-steps.ts';
import { offeredTotp, type SetUp, setUpTotp } from '../../src/host/identity/second-step/set-up.ts';
import { errorsOf, typedIn } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import type { PageContext, WebDeps } from '../http/context.ts';
import { refusalStatus } from '../http/errors.ts';
import { render } from '../page/render.ts';
import { offerModel } from '../session/offers.ts';
import { asProblem } from '../session/too-many.ts';
import { accountOf, wrongPassword } from './account.ts';
import { goToSignIn, signInPath } from './flash.ts';
import { showCodes } from './recovery-codes.ts';

const outdated: FormErrors = [{ field: '', message: 'account.totp.outdated' }];
const wrongCode: FormErrors = [{ field: 'code', message: 'account.totp.wrong_code' }];

/** /me/authenticator: sets up an authenticator app, and removes it. Both need the password. */
export function authenticator(deps: WebDeps) {
  const { orm, throttle, factorKey: key } = deps;
  return {
    show: async (ctx: PageContext): Promise<void> => {
      const account = accountOf(ctx);
      const { totpSince } = await inAccount(orm, account, (em) => readSecondSteps(em, account));
      if (totpSince !== null) return goToSignIn(ctx);
      show(ctx, [], { offer: null });
    },

    send: async (ctx: PageContext): Promise<void> => {
      const account = accountOf(ctx);
      const { offer = '', code = '', old_password: password } = typedIn(ctx);
      const { now } = ctx.state;
      const secret = offeredTotp(key, account, offer, now);
      if (secret === null) return show(ctx, outdated, { offer: null, status: 422 });
      const errors = await wrongPassword(ctx, deps, password);
      if (errors.length > 0) return show(ctx, errors, { offer, status: 422 });
      const who = { userId: account.userId, address: ctx.ip };
      await throttle.attemptCode(who).catch(asProblem);
      let made: SetUp | null;
      try {
        made = await inAccount(orm, account, (em) => setUpTotp(em, account, { key, secret, code, now }));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return show(ctx, errorsOf(error.refusal, []), { offer, status: refusalStatus(error.refusal.code) });
      }
      if (made === null) return show(ctx, wrongCode, { offer, status: 422 });
      await throttle.codeSucceeded(who);
      if (made.codes === null) return goToSignIn(ctx, 'app_added');
      showCodes(ctx, made.codes);
    },

    showRemove: (ctx: PageContext): void => showRemove(ctx, []),

    remove: async (ctx: PageContext): Promise<void> => {
      const account = accountOf(ctx);
      const errors = await wrongPassword(ctx, deps, typedIn(ctx)['old_password']);
      if (errors.length > 0) return showRemove(ctx, errors, 422);
      try {
        await inAccount(orm, account, (em) => removeSecondStep(em, account, { kind: 'totp' }));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return showRemove(ctx, errorsOf(error.refusal, []), refusalStatus(error.refusal.code));
      }
      goToSignIn(ctx, 'app_removed');
    },
  };

  function show(ctx: PageContext, errors: FormErrors, about: { offer: string | null; status?: number }): void {
    const { offer, status = 200 } = about;
    const { now, translator } = ctx.state;
    ctx.status = status;
    render(ctx, 'me/views/authenticator', {
      title: translator.t('me.app.title'),
      errors,
      offer: offerModel(translator, key, accountOf(ctx), { now, offer }),
    });
  }
}

function showRemove(ctx: PageContext, errors: FormErrors, status = 200): void {
  ctx.status = status;
  render(ctx, 'me/views/remove-step', {
    title: ctx.state.translator.t('me.app.remove_title'),
    errors,
    action: '/me/authenticator/remove',
    text: 'me.app.remove_text',
    button: 'me.app.remove_button',
    back: signInPath,
  });
}
