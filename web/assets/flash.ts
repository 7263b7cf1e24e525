import { flash } from '../forms/flash.ts';

/** What a form has done, shown on the page that it redirects to. */
export const { flashIn, goTo } = flash({
  added: 'assets.flash.added',
  saved: 'assets.flash.saved',
  moved: 'assets.flash.moved',
  deleted: 'assets.flash.deleted',
});
