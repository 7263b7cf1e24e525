import { flash } from '../../forms/flash.ts';

/** What a form has done to a mail, shown on its page. */
export const { flashIn, goTo } = flash({
  saved: 'Saved. Mails are sent in these words from now on.',
  saved_cleaned:
    'Saved, without what mails cannot have, such as scripts, forms, foreign styles or links of unknown kinds. Look at the preview.',
  built_in: 'The built-in mail is sent again. Your words are kept as an earlier version.',
  test: 'The test mail is on its way. What becomes of it stands beside the button; load this page again to see it.',
});

export type Done = NonNullable<Parameters<typeof goTo>[2]>;
