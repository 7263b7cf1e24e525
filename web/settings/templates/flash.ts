import { flash } from '../../forms/flash.ts';

/** What a form has done to a mail, shown on its page. */
export const { flashIn, goTo } = flash({
  saved: 'settings.templates.done.saved',
  saved_cleaned: 'settings.templates.done.saved_cleaned',
  built_in: 'settings.templates.done.built_in',
  test: 'settings.templates.done.test',
});

export type Done = NonNullable<Parameters<typeof goTo>[2]>;
