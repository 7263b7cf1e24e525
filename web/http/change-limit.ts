import { previewsPerMinute, tooMuch } from '../../src/domain/write-limits.ts';
import { countUse } from '../../src/host/limits/count-use.ts';
import { derivedId } from '../../src/ids.ts';
import type { PageContext, WebDeps } from './context.ts';
import { tooManyForms } from './form-refusal.ts';
import type { FormLimit } from './route.ts';

/**
 * Limits how many forms a person may send a minute, across all web processes, like the calls of a key; previews have a
 * limit of their own. Whoever is not signed in is limited by the sign-in itself, and signing out is never limited.
 */
export function changeLimit({ orm, writeLimits }: Pick<WebDeps, 'orm' | 'writeLimits'>): FormLimit {
  return async (ctx, what) => {
    const userId = senderOf(ctx);
    if (userId === null) return null;
    const most = what === 'changes' ? writeLimits.changesPerMinute : previewsPerMinute(writeLimits);
    const exceeded = await countUse(orm, [{ subject: derivedId(what, userId), amount: 1, most, seconds: 60 }]);
    return exceeded === null ? null : tooManyForms(tooMuch(what, writeLimits, exceeded.seconds));
  };
}

function senderOf(ctx: PageContext): string | null {
  const { audience, mailLink, principal, platform } = ctx.state;
  if (audience === 'anyone' || audience === 'signed-in') return null;
  if (audience === 'mail-link') return mailLink?.userId ?? null;
  return (principal ?? platform)?.userId ?? null;
}
