import { assetReach } from '../../src/domain/asset.ts';
import { hasFlag, isLicensed } from '../../src/domain/licence.ts';
import { actorOf } from '../http/commands.ts';
import type { PageState, Principal } from '../http/context.ts';
import type { HeadSearch, NavigationItem } from './frame.ts';

/** The signed-in person: of a tenant, of the platform team, or nobody. */
type SignedIn = Pick<PageState, 'principal' | 'platform'>;

/** The links at the top of every page: only those that the person may open. */
export function navigation({ principal, platform }: SignedIn, path: string, now: Date): NavigationItem[] {
  const under = (root: string) => path === root || path.startsWith(`${root}/`);
  if (platform !== null) {
    const console = { label: 'page.nav.console' as const, href: '/platform', icon: 'building-2' };
    return [{ ...console, current: under('/platform'), shortcut: 'g p' }];
  }
  if (principal === null) return [];
  const items: NavigationItem[] = [];
  if (isAgent(principal, now)) {
    const current = under('/tickets');
    items.push({ label: 'page.nav.tickets', href: '/tickets', icon: 'inbox', current, shortcut: 'g t' });
  }
  if (hasFlag(principal.licence, 'end_user_portal', now)) {
    items.push({ label: 'page.nav.desk', href: '/desk', icon: 'life-buoy', current: under('/desk'), shortcut: 'g d' });
  }
  if (assetReach(actorOf(principal)) === 'all') {
    items.push({
      label: 'page.nav.assets',
      href: '/assets',
      icon: 'laptop',
      current: under('/assets'),
      shortcut: 'g a',
    });
  }
  if (isLicensed(principal.licence, now) && principal.permissions.includes('settings:manage')) {
    const current = under('/settings');
    items.push({ label: 'page.nav.settings', href: '/settings', icon: 'settings', current, shortcut: 'g s' });
  }
  return items;
}

/** Where the search in the head of every page leads: agents search all tickets, reporters their own; null for others. */
export function headSearch({ principal }: SignedIn, now: Date): HeadSearch | null {
  if (principal === null) return null;
  if (isAgent(principal, now))
    return { action: '/search', suggestions: '/search/suggestions', label: 'page.search.label' };
  if (!hasFlag(principal.licence, 'end_user_portal', now)) return null;
  return { action: '/desk', suggestions: null, label: 'page.search.label_own' };
}

/** The home page of the person after signing in; null if no page of the module is open to them. */
export function homeOf(who: SignedIn, now: Date): string | null {
  return navigation(who, '/', now)[0]?.href ?? null;
}

function isAgent(principal: Principal, now: Date): boolean {
  return hasFlag(principal.licence, 'agent_portal', now) && principal.permissions.includes('tickets:manage');
}
