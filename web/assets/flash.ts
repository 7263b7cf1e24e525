import { flash } from '../forms/flash.ts';

/** What a form has done, shown on the page that it redirects to. */
export const { flashIn, goTo } = flash({
  added: 'The asset is in the inventory.',
  saved: 'The asset is saved.',
  moved: 'The movement is recorded.',
  deleted: 'The asset is deleted. Who deleted it stands in Settings → Log.',
});
