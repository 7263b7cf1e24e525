import { flash } from '../../forms/flash.ts';

/** What a form has done to a key, shown on the list of keys, a person's own or the tenant's. */
export const { flashIn, goTo } = flash({
  revoked: 'settings.keys.done.revoked',
});
