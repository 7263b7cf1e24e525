const day = 24 * 60 * 60;

const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dateWithYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const whole = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

/** How long ago (or in how long), as people say it: "just now", "5 min ago", "in 3 h", "2 d ago", "4 Mar", "4 Mar 2025". */
export function relativeTime(at: Date, now: Date): string {
  const seconds = (now.getTime() - at.getTime()) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 45) return seconds >= 0 ? 'just now' : 'now';
  if (distance >= 7 * day) return (at.getUTCFullYear() === now.getUTCFullYear() ? date : dateWithYear).format(at);
  const text =
    distance < 45 * 60
      ? `${Math.max(1, Math.round(distance / 60))} min`
      : distance < 22 * 60 * 60
        ? `${Math.max(1, Math.round(distance / 3600))} h`
        : `${Math.max(1, Math.round(distance / day))} d`;
  return seconds >= 0 ? `${text} ago` : `in ${text}`;
}

/** The instant in full, in UTC; script shows it in the reader's own time zone. */
export function wholeTime(at: Date): string {
  return `${whole.format(at)} UTC`;
}
