import { inAccount } from '../../src/db/in-account.ts';
import { addPasskey } from '../../src/host/identity/second-step/passkeys.ts';
import { passkeySite } from '../../src/host/identity/second-step/passkey-site.ts';
import { logStep } from '../../src/host/identity/second-step/second-steps.ts';
import { offeredTotp, type SetUp, setUpTotp, withCodes } from '../../src/host/identity/second-step/set-up.ts';
import type { StepUnderway } from '../../src/host/identity/second-step/steps-underway.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { typedIn } from '../forms/form.ts';
import type { PageContext, WebDeps } from '../http/context.ts';
import { render } from '../page/render.ts';
import { type Admission, goOn, nextIn } from './admission.ts';
import { offerModel, passkeyModel } from './offers.ts';
import { createdPasskey } from './passkey-answer.ts';
import { asProblem } from './too-many.ts';

const outdated: FormErrors = [{ field: '', message: 'account.totp.outdated' }];
const wrongCode: FormErrors = [{ field: 'code', message: 'account.totp.wrong_code' }];
const wrongPasskey: FormErrors = [{ field: '', message: 'account.set_up.wrong_passkey' }];

/**
 * Setting up a second step after the password, if the tenant requires one of everybody. Whoever has done so is signed
 * in.
 */
export function setUpAtSignIn(deps: WebDeps, admission: Admission) {
  const { orm, throttle, factorKey: key, config } = deps;
  const site = passkeySite(config.publicUrl, key);

  return {
    show: async (ctx: PageContext): Promise<void> => {
      const step = await admission.at(ctx, 'set-up');
      if (step !== null) await show(ctx, step, []);
    },

    sendCode: async (ctx: PageContext): Promise<void> => {
      const step = await admission.at(ctx, 'set-up');
      if (step === null) return;
      const { offer = '', code = '' } = typedIn(ctx);
      const { now } = ctx.state;
      const secret = offeredTotp(key, step, offer, now);
      if (secret === null) return show(ctx, step, outdated, 422);
      await throttle.attemptCode({ userId: step.userId, address: ctx.ip }).catch(asProblem);
      const made = await inAccount(orm, step, (em) => setUpTotp(em, step, { key, secret, code, now }));
      if (made === null) return show(ctx, step, wrongCode, 422, offer);
      await throttle.codeSucceeded({ userId: step.userId, address: ctx.ip });
      await finish(ctx, step, made);
    },

    sendPasskey: async (ctx: PageContext): Promise<void> => {
      const step = await admission.at(ctx, 'set-up');
      if (step === null) return;
      const response = createdPasskey(ctx);
      // Its name until its owner changes it.
      const name = ctx.state.translator.t('account.set_up.first_passkey');
      const made = { name, now: ctx.state.now };
      const setUp = await inAccount(orm, step, async (em) => {
        const added = site && response && (await addPasskey(em, site, step, { ...made, response }));
        if (!added) return null;
        await logStep(em, step, 'second_step_added', name);
        return withCodes(em, step, key);
      });
      if (setUp === null) return show(ctx, step, wrongPasskey, 422);
      await finish(ctx, step, setUp);
    },
  };

  async function finish(ctx: PageContext, step: StepUnderway, { codes }: SetUp): Promise<void> {
    await admission.admit(ctx, step);
    if (codes === null) return goOn(ctx, nextIn(ctx));
    render(ctx, 'session/views/codes', {
      title: ctx.state.translator.t('account.codes.title'),
      codes,
      next: nextIn(ctx) ?? '/',
    });
  }

  async function show(
    ctx: PageContext,
    step: StepUnderway,
    errors: FormErrors,
    status = 200,
    offer: string | null = null,
  ): Promise<void> {
    const { now, translator } = ctx.state;
    ctx.status = status;
    render(ctx, 'session/views/set-up', {
      title: translator.t('account.set_up.title'),
      errors,
      tenant: step.tenantName,
      email: step.email,
      next: nextIn(ctx),
      offer: offerModel(translator, key, step, { now, offer }),
      passkey: site && {
        ...(await passkeyModel(site, step, { known: [], now })),
        action: '/sign-in/set-up/passkey',
        button: 'account.set_up.passkey_button',
      },
    });
  }
}
