import type { PageContext } from '../context.ts';

/** What a form has done, told on the page that it leads to. */
const sentences = {
  added: 'The asset is in the inventory.',
  saved: 'The asset is saved.',
  moved: 'The movement is recorded.',
  deleted: 'The asset is deleted. Who deleted it stands in Settings → Log.',
} as const;

export type Done = keyof typeof sentences;

/** The sentence that the page's address asks for (`?done=`), or null; its words are ours, never the address's. */
export function doneIn(ctx: PageContext): string | null {
  const { done } = ctx.query;
  return typeof done === 'string' && Object.hasOwn(sentences, done) ? sentences[done as Done] : null;
}

/** Leads to a page, which then says what was done. */
export function goTo(ctx: PageContext, path: string, done: Done): void {
  ctx.status = 303;
  ctx.redirect(`${path}?done=${done}`);
}
