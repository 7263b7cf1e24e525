import type { Flag } from '../../src/domain/licence.ts';
import type { Translator } from '../../src/locales/translator.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { Theme } from '../theme/theme-cookie.ts';

/** A link at the top of every page; the keys of `shortcut` are typed one after the other. */
export type NavigationItem = Readonly<{
  label: MessageKey;
  href: string;
  icon: string;
  current: boolean;
  shortcut: string;
}>;

/** The search in the head: where it leads, and what suggests tickets while one types, if anything does. */
export type HeadSearch = Readonly<{ action: '/search' | '/desk'; suggestions: string | null; label: MessageKey }>;

/** The banner about the mail quota, for agents and administrators. */
export type QuotaBanner = Readonly<{ kind: 'info' | 'warning'; text: string }>;

/** What surrounds every page: who is signed in, where they can go, and what the request was. */
export type Frame = Readonly<{
  path: string;
  /** The address to return to: that of the page, or the home page after a form. */
  here: string;
  requestId: string;
  now: Date;
  translator: Translator;
  /** Whether the reader or their tenant has chosen the time zone that times are shown in. */
  isZoneChosen: boolean;
  theme: Theme;
  person: Readonly<{ id: string; name: string; email: string; tenant: string }> | null;
  /** The address of the person's own settings; null if nobody is signed in. */
  ownSettings: '/me' | '/me/sign-in' | null;
  /** Whether the person belongs to a tenant, not to the platform team. */
  isTenants: boolean;
  /** The flags that are on in the person's tenant. */
  flags: readonly Flag[];
  navigation: readonly NavigationItem[];
  search: HeadSearch | null;
  mailQuota: QuotaBanner | null;
}>;
