import { previewsPerMinute, tooMuch } from '../../src/domain/write-limits.ts';
import { countUse } from '../../src/host/limits/count-use.ts';
import { derivedId } from '../../src/ids.ts';
import type { PageContext, WebDeps } from './context.ts';
import { tooManyForms } from './form-refusal.ts';
import type { FormLimit } from './route.ts';

/**
 * So many forms a minute one person may send, over all web processes, as a key may make so many calls; previews count by
 * themselves. Whoever nobody knows yet is held back by the sign-in's own limits, and signing out is never too much.
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
