import { assetReach } from '../../src/domain/asset.ts';
import { actorOf } from '../http/commands.ts';
import type { Principal } from '../http/context.ts';
import { type AskedList, listHref } from './list-query.ts';

/** The message for an empty list: a page past the end, nothing that matches, or nothing there at all. */
export function emptyList(asked: AskedList, principal: Principal) {
  const { q, category, holder, after } = asked;
  if (after !== null) {
    const action = { href: listHref({ ...asked, after: null }), label: 'To the beginning' };
    return { icon: 'check', title: 'That was all', text: 'There are no more assets behind this page.', action };
  }
  if (q !== '' || category !== null || holder !== '') {
    const text = 'Search for the beginnings of words in name, inventory number or serial number.';
    return { icon: 'search-x', title: 'Nothing matches', text, action: { href: '/assets', label: 'Show all of them' } };
  }
  if (assetReach(actorOf(principal)) === 'held') {
    const text = 'What is handed over to you appears here.';
    return { icon: 'box', title: 'You hold no assets', text };
  }
  const title = 'No assets yet';
  if (!principal.permissions.includes('assets:manage')) {
    return { icon: 'box', title, text: 'Whoever manages assets (permission assets:manage) adds them here.' };
  }
  const action = { href: '/assets/new', label: 'Add an asset' };
  return { icon: 'box', title, text: 'Add the first one: a laptop, a printer, whatever tickets are about.', action };
}
