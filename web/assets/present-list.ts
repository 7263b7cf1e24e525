import { assetReach } from '../../src/domain/asset.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { actorOf } from '../http/commands.ts';
import type { Principal } from '../http/context.ts';
import { type AskedList, listHref } from './list-query.ts';

/** The message for an empty list: a page past the end, nothing that matches, or nothing there at all. */
export function emptyList({ t }: Translator, asked: AskedList, principal: Principal) {
  const { q, category, holder, after } = asked;
  if (after !== null) {
    const action = { href: listHref({ ...asked, after: null }), label: t('assets.list.first') };
    return { icon: 'check', title: t('assets.list.end.title'), text: t('assets.list.end.text'), action };
  }
  if (q !== '' || category !== null || holder !== '') {
    const action = { href: '/assets', label: t('assets.list.show_all') };
    return { icon: 'search-x', title: t('assets.list.no_match.title'), text: t('assets.list.no_match.text'), action };
  }
  if (assetReach(actorOf(principal)) === 'held') {
    return { icon: 'box', title: t('assets.list.none_held.title'), text: t('assets.list.none_held.text') };
  }
  const title = t('assets.list.none.title');
  if (!principal.permissions.includes('assets:manage')) {
    return { icon: 'box', title, text: t('assets.list.none.text') };
  }
  const action = { href: '/assets/new', label: t('assets.list.none.add') };
  return { icon: 'box', title, text: t('assets.list.none.text_manager'), action };
}
