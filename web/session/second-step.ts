import { inAccount } from '../../src/db/in-account.ts';
import { passkeyOwner, readCredentials } from '../../src/host/identity/second-step/passkeys.ts';
import { passkeySite, requestOptions } from '../../src/host/identity/second-step/passkey-site.ts';
import { takeRecoveryCode } from '../../src/host/identity/second-step/recovery-codes.ts';
import { readSecondSteps } from '../../src/host/identity/second-step/second-steps.ts';
import type { StepUnderway } from '../../src/host/identity/second-step/steps-underway.ts';
import { takeTotp } from '../../src/host/identity/second-step/totp.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { typedIn } from '../forms/form.ts';
import type { PageContext, WebDeps } from '../http/context.ts';
import { render } from '../page/render.ts';
import { type Admission, goOn, nextIn } from './admission.ts';
import { usedPasskey } from './passkey-answer.ts';
import { asProblem } from './too-many.ts';

const wrongCode: FormErrors = [{ field: 'code', message: 'account.second_step.wrong_code' }];
const wrongPasskey: FormErrors = [{ field: '', message: 'account.second_step.wrong_passkey' }];

/** The second step after the password: a code from the app, a recovery code, or a passkey. */
export function secondStep(deps: WebDeps, admission: Admission) {
  const { orm, throttle, factorKey: key, config } = deps;
  const site = passkeySite(config.publicUrl, key);

  return {
    show: async (ctx: PageContext): Promise<void> => {
      const step = await admission.at(ctx, 'second-step');
      if (step !== null) await show(ctx, step, []);
    },

    sendCode: async (ctx: PageContext): Promise<void> => {
      const step = await admission.at(ctx, 'second-step');
      if (step === null) return;
      const code = (typedIn(ctx)['code'] ?? '').slice(0, 100);
      const who = { userId: step.userId, address: ctx.ip };
      await throttle.attemptCode(who).catch(asProblem);
      const { now } = ctx.state;
      const taken = await inAccount(orm, step, async (em) => {
        if (await takeTotp(em, step, { key, code, now })) return 'app';
        return (await takeRecoveryCode(em, step, { key, code })) ? 'recovery' : null;
      });
      if (taken === null) return show(ctx, step, wrongCode, 422);
      await throttle.codeSucceeded(who);
      await admission.admit(ctx, step);
      // Whoever has used a recovery code first sees how many are left.
      goOn(ctx, taken === 'recovery' ? '/me/sign-in?done=code_used' : nextIn(ctx));
    },

    sendPasskey: async (ctx: PageContext): Promise<void> => {
      const step = await admission.at(ctx, 'second-step');
      if (step === null) return;
      const response = usedPasskey(ctx);
      const given = response && { account: step, response, now: ctx.state.now };
      const owner = site && given && (await passkeyOwner(orm, site, given));
      if (owner === null) return show(ctx, step, wrongPasskey, 422);
      await admission.admit(ctx, owner);
      goOn(ctx, nextIn(ctx));
    },
  };

  async function show(ctx: PageContext, step: StepUnderway, errors: FormErrors, status = 200): Promise<void> {
    const { steps, known } = await inAccount(orm, step, async (em) => ({
      steps: await readSecondSteps(em, step),
      known: await readCredentials(em, step),
    }));
    const offered = site !== null && known.length > 0;
    ctx.status = status;
    render(ctx, 'session/views/second-step', {
      title: ctx.state.translator.t('account.second_step.title'),
      errors,
      email: step.email,
      next: nextIn(ctx),
      byApp: steps.totpSince !== null,
      passkey: offered
        ? {
            kind: 'get',
            action: '/sign-in/second-step/passkey',
            host: site.id,
            options: await requestOptions(site, { account: step, known, now: ctx.state.now }),
            button: 'account.second_step.passkey_button',
          }
        : null,
    });
  }
}
