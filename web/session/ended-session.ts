import { keepForm } from '../../src/host/identity/kept-forms.ts';
import type { PageContext, WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { seeOther } from '../http/redirect.ts';
import { platformSessionIn, sessionCookie } from './cookie.ts';
import { keptFormPath } from './kept-form.ts';

/** Fields whose values are never stored. */
const secret = /password|passkey|code|secret|token/i;

/**
 * Answers a form that came after its session had ended. It is kept for the same person, who signs in and finds it again
 * (without script, nothing else has kept what they typed). Where it is not kept, the answer is 401: forms with secrets,
 * those of the console, and those of nobody we know.
 */
export function endedSession({ orm, config }: Pick<WebDeps, 'orm' | 'config'>) {
  const cookie = sessionCookie(config);
  return async (ctx: PageContext): Promise<void> => {
    const { form, formRefusal } = ctx.state;
    const session = cookie.read(ctx);
    const mayKeep =
      session !== undefined &&
      platformSessionIn(session) === null &&
      formRefusal === null &&
      !Object.keys(form).some((name) => secret.test(name));
    const kept = mayKeep && (await keepForm(orm, session, { path: ctx.path, fields: form }));
    if (!kept) throw new Problem(401, 'sign_in_required');
    seeOther(ctx, `/sign-in?kept&next=${encodeURIComponent(keptFormPath)}`);
  };
}
