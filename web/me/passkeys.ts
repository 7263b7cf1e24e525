import { z } from 'zod';
import { inAccount } from '../../src/db/in-account.ts';
import { Refused } from '../../src/domain/refusal.ts';
import { checkName } from '../../src/domain/text.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import {
  addPasskey,
  mostPasskeys,
  type Passkey,
  readCredentials,
  readPasskeys,
} from '../../src/host/identity/second-step/passkeys.ts';
import { passkeySite } from '../../src/host/identity/second-step/passkey-site.ts';
import { logStep, removeSecondStep } from '../../src/host/identity/second-step/second-steps.ts';
import { withCodes } from '../../src/host/identity/second-step/set-up.ts';
import { message } from '../../src/locales/message.ts';
import { errorsOf, readForm, ruledField, typedIn } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { type PageContext, pathPart, type WebDeps } from '../http/context.ts';
import { Problem, refusalStatus } from '../http/errors.ts';
import { render } from '../page/render.ts';
import { passkeyModel } from '../session/offers.ts';
import { createdPasskey } from '../session/passkey-answer.ts';
import { accountOf, wrongPassword } from './account.ts';
import { goToSignIn, signInPath } from './flash.ts';
import { showCodes } from './recovery-codes.ts';

const schema = z.object({
  name: ruledField((text) => checkName(text, 'name', 'refusal.name.passkey')),
});

const notMade: FormErrors = [{ field: '', message: 'me.passkey.not_created' }];

const tooMany: FormErrors = [{ field: '', message: message('me.passkey.too_many', { most: mostPasskeys }) }];

/** /me/passkeys: adds a passkey, and removes one. Both need the password. */
export function passkeys(deps: WebDeps) {
  const { orm, factorKey: key, config } = deps;
  const site = passkeySite(config.publicUrl, key);
  return {
    show: (ctx: PageContext): Promise<void> => show(ctx, []),

    send: async (ctx: PageContext): Promise<void> => {
      const account = accountOf(ctx);
      const form = readForm(ctx, schema);
      const errors = form.ok ? await wrongPassword(ctx, deps, typedIn(ctx)['old_password']) : form.errors;
      if (!form.ok || errors.length > 0) return show(ctx, errors, 422);
      const { name } = form.value;
      const response = createdPasskey(ctx);
      const { now } = ctx.state;
      const setUp = await inAccount(orm, account, async (em) => {
        if ((await readPasskeys(em, account)).length >= mostPasskeys) return 'too_many';
        if (site === null || response === null) return null;
        if (!(await addPasskey(em, site, account, { response, name, now }))) return null;
        await logStep(em, account, 'second_step_added', name);
        return withCodes(em, account, key);
      });
      if (setUp === null) return show(ctx, notMade, 422);
      if (setUp === 'too_many') return show(ctx, tooMany, 409);
      if (setUp.codes === null) return goToSignIn(ctx, 'passkey_added');
      showCodes(ctx, setUp.codes);
    },

    showRemove: async (ctx: PageContext): Promise<void> => showRemove(ctx, await passkeyInPath(ctx), []),

    remove: async (ctx: PageContext): Promise<void> => {
      const account = accountOf(ctx);
      const passkey = await passkeyInPath(ctx);
      const errors = await wrongPassword(ctx, deps, typedIn(ctx)['old_password']);
      if (errors.length > 0) return showRemove(ctx, passkey, errors, 422);
      try {
        await inAccount(orm, account, (em) => removeSecondStep(em, account, { kind: 'passkey', id: passkey.id }));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return showRemove(ctx, passkey, errorsOf(error.refusal, []), refusalStatus(error.refusal.code));
      }
      goToSignIn(ctx, 'passkey_removed');
    },
  };

  /** The passkey in the path; 404 if it is not the person's own. */
  async function passkeyInPath(ctx: PageContext): Promise<Passkey> {
    const account = accountOf(ctx);
    const id = pathPart(ctx, 'id').toLowerCase();
    const own = isUuid(id) ? await inAccount(orm, account, (em) => readPasskeys(em, account)) : [];
    const found = own.find((passkey) => passkey.id === id);
    if (found === undefined) throw new Problem(404, 'not_found');
    return found;
  }

  async function show(ctx: PageContext, errors: FormErrors, status = 200): Promise<void> {
    const account = accountOf(ctx);
    const { now } = ctx.state;
    const known = await inAccount(orm, account, (em) => readCredentials(em, account));
    ctx.status = status;
    render(ctx, 'me/views/new-passkey', {
      title: ctx.state.translator.t('me.passkey.title'),
      errors,
      name: typedIn(ctx)['name'] ?? '',
      passkey: site && { ...(await passkeyModel(site, account, { known, now })), action: '/me/passkeys/new' },
    });
  }
}

function showRemove(ctx: PageContext, { id, name }: Passkey, errors: FormErrors, status = 200): void {
  ctx.status = status;
  render(ctx, 'me/views/remove-step', {
    title: ctx.state.translator.t('me.passkey.remove_title', { name }),
    errors,
    action: `/me/passkeys/${id}/remove`,
    text: 'me.passkey.remove_text',
    button: 'me.passkey.remove_button',
    back: signInPath,
  });
}
