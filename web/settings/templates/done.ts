import type { PageContext } from '../../context.ts';

/** What a form has done to a mail, told on its page. */
const sentences = {
  saved: 'Saved. Mails are sent in these words from now on.',
  saved_cleaned:
    'Saved, without what mails cannot have, such as scripts, forms, foreign styles or links of unknown kinds. Look at the preview.',
  built_in: 'The built-in mail is sent again. Your words are kept as an earlier version.',
  test: 'The test mail is on its way. What becomes of it stands beside the button; load this page again to see it.',
} as const satisfies Readonly<Record<string, string>>;

export type Done = keyof typeof sentences;

/** The sentence that the page's address asks for (`?done=`), or null; its words are ours, never the address's. */
export function doneIn(ctx: PageContext): string | null {
  const { done } = ctx.query;
  return typeof done === 'string' && Object.hasOwn(sentences, done) ? sentences[done as Done] : null;
}

/** Leads to the page at `path`, which then says what was done. */
export function goTo(ctx: PageContext, path: string, done: Done): void {
  ctx.status = 303;
  ctx.redirect(`${path}${path.includes('?') ? '&' : '?'}done=${done}`);
}
