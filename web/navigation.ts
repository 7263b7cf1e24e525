import { hasFlag } from '../src/domain/licence.ts';
import type { Principal } from './context.ts';

export type NavigationItem = Readonly<{
  label: string;
  href: string;
  icon: string;
  current: boolean;
  shortcut?: string;
}>;

/** What the person can open from the top of every page: nothing is listed that would be refused. */
export function navigation(principal: Principal | null, path: string, now: Date): NavigationItem[] {
  if (principal === null) return [];
  const under = (root: string) => path === root || path.startsWith(`${root}/`);
  const items: NavigationItem[] = [];
  if (isAgent(principal, now)) {
    const current = under('/tickets');
    items.push({ label: 'Tickets', href: '/tickets', icon: 'inbox', current, shortcut: 'g t' });
  }
  if (hasFlag(principal.licence, 'end_user_portal', now)) {
    items.push({ label: 'Desk', href: '/desk', icon: 'life-buoy', current: under('/desk'), shortcut: 'g d' });
  }
  return items;
}

/** Where the person belongs after signing in, or null if nothing of the module is open to them. */
export function homeOf(principal: Principal, now: Date): string | null {
  return navigation(principal, '/', now)[0]?.href ?? null;
}

function isAgent(principal: Principal, now: Date): boolean {
  return hasFlag(principal.licence, 'agent_portal', now) && principal.permissions.includes('tickets:manage');
}
