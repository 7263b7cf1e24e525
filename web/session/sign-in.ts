import { z } from 'zod';
import { authenticate } from '../../src/host/identity/sign-in.ts';
import { passkeyOwner } from '../../src/host/identity/second-step/passkeys.ts';
import { passkeySite, requestOptions } from '../../src/host/identity/second-step/passkey-site.ts';
import { readForm, typedIn } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import type { PageContext, WebDeps } from '../http/context.ts';
import { localPath } from '../http/local-path.ts';
import { render } from '../page/render.ts';
import { type Admission, goOn, nextIn } from './admission.ts';
import { usedPasskey } from './passkey-answer.ts';
import { asProblem } from './too-many.ts';

/** Schema of the address that somebody signs in with. Anything but an address finds no account. */
export const emailField = z
  .string({ error: 'account.sign_in.enter_email' })
  .trim()
  .min(1, 'account.sign_in.enter_email')
  .max(320, 'account.sign_in.enter_email')
  .regex(/^[^\u0000-\u001F\u007F]*$/, 'account.sign_in.enter_email');

const schema = z.object({
  email: emailField,
  password: z.string({ error: 'account.sign_in.enter_password' }).min(1, 'account.sign_in.enter_password'),
  next: z.string().optional().catch(undefined).transform(localPath),
});

// One sentence for all reasons, so that nobody learns which addresses have an account.
const wrong: FormErrors = [{ field: 'email', message: 'account.sign_in.wrong' }];
const wrongPasskey: FormErrors = [{ field: '', message: 'account.sign_in.wrong_passkey' }];

/** The message that the page's address asks for. */
const notes = {
  'signed-out': { kind: 'success', text: 'account.sign_in.signed_out' },
  ended: { kind: 'info', text: 'account.sign_in.ended' },
  kept: { kind: 'info', text: 'page.kept_form.sign_in' },
  'address-changed': { kind: 'success', text: 'account.sign_in.address_changed' },
} as const;

/** The sign-in form: GET shows it, POST signs in, with a password or by a passkey alone. */
export function signIn({ orm, throttle, factorKey, config }: WebDeps, admission: Admission) {
  const site = passkeySite(config.publicUrl, factorKey);

  return {
    show: async (ctx: PageContext): Promise<void> => {
      const next = nextIn(ctx);
      if (ctx.state.principal !== null || ctx.state.platform !== null) return goOn(ctx, next);
      await show(ctx, { next });
    },

    send: async (ctx: PageContext): Promise<void> => {
      const form = readForm(ctx, schema);
      const { email } = typedIn(ctx);
      const again = (errors: FormErrors) => show(ctx, { email, next: nextIn(ctx), errors }, 422);
      if (!form.ok) return again(form.errors);

      const who = { email: form.value.email, address: ctx.ip };
      await throttle.attempt(who).catch(asProblem);
      const person = await authenticate(orm, form.value);
      if (person === null) return again(wrong);

      await throttle.succeeded(who);
      await admission.afterPassword(ctx, person, form.value.next);
    },

    sendPasskey: async (ctx: PageContext): Promise<void> => {
      const response = usedPasskey(ctx);
      const given = response && { account: null, response, now: ctx.state.now };
      const owner = site && given && (await passkeyOwner(orm, site, given));
      if (owner === null) return show(ctx, { next: nextIn(ctx), errors: wrongPasskey }, 422);
      await admission.admit(ctx, owner);
      goOn(ctx, nextIn(ctx));
    },
  };

  async function show(ctx: PageContext, shown: Shown, status = 200): Promise<void> {
    const { email = '', next, errors = [] } = shown;
    const note = Object.entries(notes).find(([name]) => name in ctx.query)?.[1];
    const { t } = ctx.state.translator;
    const shownNote = note ?? (next !== undefined && errors.length === 0 ? askedFor : null);
    ctx.status = status;
    render(ctx, 'session/views/sign-in', {
      title: t('account.sign_in.title'),
      email,
      next,
      note: shownNote && { ...shownNote, text: t(shownNote.text) },
      errors,
      passkey: site && {
        kind: 'get',
        action: '/sign-in/passkey',
        host: site.id,
        options: await requestOptions(site, { account: null, known: [], now: ctx.state.now }),
        button: 'account.sign_in.passkey_button',
      },
    });
  }
}

const askedFor = { kind: 'info', text: 'account.sign_in.asked_for' } as const;

type Shown = Readonly<{ email?: string | undefined; next?: string | undefined; errors?: FormErrors }>;
