import { z } from 'zod';
import { personWith } from '../../src/host/identity/sign-in.ts';
import { TooManyAttempts } from '../../src/host/identity/sign-in-throttle.ts';
import type { PageContext, WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { readForm, typedIn } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { localPath } from '../http/local-path.ts';
import { render } from '../page/render.ts';
import type { SessionCookie } from './cookie.ts';
import { enter } from './sessions.ts';

const schema = z.object({
  email: z
    .string({ error: 'Enter your e-mail address.' })
    .trim()
    .min(1, 'Enter your e-mail address.')
    .max(320, 'Enter your e-mail address.')
    .regex(/^[^\u0000-\u001F\u007F]*$/, 'Enter your e-mail address.'),
  password: z.string({ error: 'Enter your password.' }).min(1, 'Enter your password.'),
  next: z.string().optional().catch(undefined).transform(localPath),
});

// One sentence for every reason, so that nobody learns which addresses have an account.
const wrong: FormErrors = [
  { field: 'email', message: 'E-mail address and password do not match. Check both and try again.' },
];

/** The sign-in form: shown, and sent. */
export function signIn({ orm, throttle }: WebDeps, cookie: SessionCookie) {
  return {
    show: (ctx: PageContext): void => {
      const next = localPath(ctx.query['next']);
      if (ctx.state.principal !== null || ctx.state.platform !== null) return goOn(ctx, next);
      show(ctx, { next, signedOut: 'signed-out' in ctx.query });
    },

    send: async (ctx: PageContext): Promise<void> => {
      const form = readForm(ctx, schema);
      const { email, next } = typedIn(ctx);
      const again = (errors: FormErrors) => {
        ctx.status = 422;
        show(ctx, { email, next: localPath(next), errors });
      };
      if (!form.ok) return again(form.errors);

      const who = { email: form.value.email, address: ctx.ip };
      await throttle.attempt(who).catch(asProblem);
      const person = await personWith(orm, form.value);
      if (person === null) return again(wrong);

      await throttle.succeeded(who);
      await enter(ctx, orm, cookie, person);
      goOn(ctx, form.value.next);
    },
  };
}

type Shown = Readonly<{
  email?: string | undefined;
  next?: string | undefined;
  signedOut?: boolean;
  errors?: FormErrors;
}>;

function show(ctx: PageContext, { email = '', next, signedOut = false, errors = [] }: Shown): void {
  render(ctx, 'session/views/sign-in', { title: 'Sign in', email, next, signedOut, errors });
}

function goOn(ctx: PageContext, next: string | undefined): void {
  ctx.status = 303;
  ctx.redirect(next ?? '/');
}

function asProblem(error: unknown): never {
  if (!(error instanceof TooManyAttempts)) throw error;
  const minutes = Math.max(1, Math.ceil(error.retryAfter / 60));
  throw new Problem(429, 'too_many_requests', {
    detail: `There were too many attempts to sign in. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`,
    headers: { 'Retry-After': String(error.retryAfter) },
  });
}
