import { type Flag, flags, isLicensed, type Licence } from '../../src/domain/licence.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import { message, type Text } from '../../src/locales/message.ts';
import type { Translator } from '../../src/locales/translator.ts';

/** What a flag is called. */
export function flagName(flag: Flag): MessageKey {
  return `platform.flag.${flag}.name`;
}

/** The flags to tick, each with what it switches on (R12). */
export function flagOptions({ t }: Translator): { value: Flag; label: string; hint: string }[] {
  return flags.map((flag) => ({ value: flag, label: t(flagName(flag)), hint: t(`platform.flag.${flag}.effect`) }));
}

/** The state of a licence: its label, and the colour of its badge. */
export type LicenceState = Readonly<{ label: Text; tone: 'success' | 'warning' | 'danger' | 'quiet' }>;

/** "never licensed", "active", "active until 31 Jan 2027", "expired on 31 Jan 2027" or "suspended". */
export function licenceState(licence: Licence | null, now: Date): LicenceState {
  if (licence === null) return { label: 'platform.state.never', tone: 'quiet' };
  if (!licence.active) return { label: 'platform.state.suspended', tone: 'warning' };
  const at = lastDay(licence);
  if (!isLicensed(licence, now)) return { label: message('platform.state.expired', { at }), tone: 'danger' };
  const label = at === null ? 'platform.state.active' : message('platform.state.active_until', { at });
  return { label, tone: 'success' };
}

/**
 * The last instant at which the licence is valid, or null if it does not end. `validUntil` is the instant after it, and the
 * end of a day in UTC, as are all days of the console.
 */
export function lastDay({ validUntil }: Pick<Licence, 'validUntil'>): Date | null {
  return validUntil === null ? null : new Date(Date.parse(validUntil) - 1);
}

/** The names of the flags that are off. */
export function partsOff({ t }: Translator, { flags: on }: Pick<Licence, 'flags'>): string[] {
  return flags.filter((flag) => !on.includes(flag)).map((flag) => t(flagName(flag)));
}
