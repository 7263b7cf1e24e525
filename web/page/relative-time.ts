import type { Translator } from '../../src/locales/translator.ts';

const day = 24 * 60 * 60;

/** How long ago (or in how long), as people say it: "just now", "5 min ago", "in 3 h", "2 d ago", "4 Mar", "4 Mar 2025". */
export function relativeTime({ t, date }: Translator, at: Date, now: Date): string {
  const seconds = (now.getTime() - at.getTime()) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 45) return t(seconds >= 0 ? 'page.time.just_now' : 'page.time.now');
  if (distance >= 7 * day) return date(at, at.getUTCFullYear() === now.getUTCFullYear() ? 'day' : 'day_year');
  const past = seconds >= 0;
  const rounded = (unit: number): { n: number } => ({ n: Math.max(1, Math.round(distance / unit)) });
  if (distance < 45 * 60) return t(past ? 'page.time.minutes_ago' : 'page.time.in_minutes', rounded(60));
  if (distance < 22 * 60 * 60) return t(past ? 'page.time.hours_ago' : 'page.time.in_hours', rounded(3600));
  return t(past ? 'page.time.days_ago' : 'page.time.in_days', rounded(day));
}

/** The instant in full, in the reader's time zone, which it names. */
export function wholeTime({ t, timeZone: zone }: Translator, at: Date): string {
  return t('page.time.whole', { at, zone });
}
