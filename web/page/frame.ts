import type { Flag } from '../../src/domain/licence.ts';
import type { Theme } from '../theme/theme-cookie.ts';

/** A place that can be opened from the top of every page; `shortcut` is typed as keys, one after the other. */
export type NavigationItem = Readonly<{
  label: string;
  href: string;
  icon: string;
  current: boolean;
  shortcut?: string;
}>;

/** What agents and administrators are told of the month's mails. */
export type QuotaBanner = Readonly<{ kind: 'info' | 'warning'; text: string }>;

/** What stands around every page: who is signed in, where they can go, and what the request was. */
export type Frame = Readonly<{
  path: string;
  /** The address to come back to: that of the page, or the start after a form. */
  here: string;
  requestId: string;
  now: Date;
  theme: Theme;
  person: Readonly<{ id: string; name: string; email: string; tenant: string }> | null;
  /** Where the person's own settings begin; null where nobody is signed in. */
  ownSettings: '/me' | '/me/sign-in' | null;
  /** Whether the person is one of a tenant, and none of the platform team. */
  isTenants: boolean;
  /** The parts that the person's tenant has switched on. */
  flags: readonly Flag[];
  navigation: readonly NavigationItem[];
  mailQuota: QuotaBanner | null;
}>;
