import { telling } from '../forms/done.ts';

/** What a form has done, told on the page that it leads to. */
export const { doneIn, goTo } = telling({
  added: 'The asset is in the inventory.',
  saved: 'The asset is saved.',
  moved: 'The movement is recorded.',
  deleted: 'The asset is deleted. Who deleted it stands in Settings → Log.',
});
