import { inAccount } from '../../src/db/in-account.ts';
import { passkeySite } from '../../src/host/identity/second-step/passkey-site.ts';
import {
  hasSecondStep,
  isSecondStepRequired,
  readSecondSteps,
} from '../../src/host/identity/second-step/second-steps.ts';
import type { WebDeps } from '../http/context.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { accountOf } from './account.ts';
import { flashIn } from './flash.ts';

/** GET /me/sign-in: how the person signs in, and what they can change about it. */
export function signInPage({ orm, config, factorKey }: WebDeps): Handler {
  return async (ctx) => {
    const account = accountOf(ctx);
    const { steps, required } = await inAccount(orm, account, async (em) => ({
      steps: await readSecondSteps(em, account),
      required: await isSecondStepRequired(em, account),
    }));
    render(ctx, 'me/views/sign-in', {
      title: ctx.state.translator.t('me.sign_in.title'),
      flash: flashIn(ctx),
      email: account.email,
      required,
      hasSecondStep: hasSecondStep(steps),
      totpSince: steps.totpSince,
      passkeys: steps.passkeys.map((passkey) => ({ ...passkey, remove: `/me/passkeys/${passkey.id}/remove` })),
      offersPasskeys: passkeySite(config.publicUrl, factorKey) !== null,
      recoveryCodes: steps.recoveryCodes,
    });
  };
}
