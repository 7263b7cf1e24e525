import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { sendLostLinks } from '../../src/host/identity/lost-password.ts';
import { readForm, typedIn } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import type { PageContext, WebDeps } from '../http/context.ts';
import { render } from '../page/render.ts';
import { emailField } from './sign-in.ts';
import { asProblem } from './too-many.ts';

const schema = z.object({ email: emailField });

/**
 * In ms: longer than creating links and mails takes, so that the response time does not reveal whether there is an
 * account.
 */
const answersAfter = 500;

/**
 * A lost password: whoever has an account gets a link by mail. The answer, its text and its time, is the same whether
 * there is an account or not.
 */
export function lostPassword({ orm, throttle }: WebDeps) {
  return {
    show: (ctx: PageContext): void => show(ctx, []),

    send: async (ctx: PageContext): Promise<void> => {
      const form = readForm(ctx, schema);
      if (!form.ok) {
        ctx.status = 422;
        return show(ctx, form.errors);
      }
      const { email } = form.value;
      await throttle.askForLink({ email, address: ctx.ip }).catch(asProblem);
      const { now } = ctx.state;
      await Promise.all([sendLostLinks(orm, email, now), sleep(answersAfter)]);
      render(ctx, 'session/views/lost-password-sent', {
        title: ctx.state.translator.t('account.lost_password.sent_title'),
        email,
      });
    },
  };
}

function show(ctx: PageContext, errors: FormErrors): void {
  const title = ctx.state.translator.t('account.lost_password.title');
  render(ctx, 'session/views/lost-password', { title, email: typedIn(ctx)['email'], errors });
}
