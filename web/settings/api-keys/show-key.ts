import type { NewKey } from '../../../src/host/api-keys/create-api-key.ts';
import type { PageContext, WebDeps } from '../../http/context.ts';
import { render } from '../../page/render.ts';
import { keysPath } from './paths.ts';

/**
 * Answers a form with the key that it has created: the only time that its text is shown. It is in no address, no log
 * and no cache (`Cache-Control: no-store`, as for every page).
 */
export function showKey(ctx: PageContext, { config }: WebDeps, { key }: NewKey, former: Date | null): void {
  render(ctx, 'settings/api-keys/views/shown', {
    title: ctx.state.translator.t('settings.keys.shown.title'),
    key,
    former,
    url: `${config.publicUrl}/public/v1/tickets`,
    back: keysPath,
  });
}

/** Answers the same form when it is sent again: there is one key, and it cannot be shown twice. */
export function showNoKeyAgain(ctx: PageContext): void {
  ctx.status = 409;
  const title = ctx.state.translator.t('settings.keys.shown_already.title');
  render(ctx, 'settings/api-keys/views/shown-already', { title, back: keysPath });
}
