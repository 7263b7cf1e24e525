/** The names of all time zones, to choose from; zones also have other names, such as Asia/Kolkata for Asia/Calcutta. */
export const timeZones: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** The IANA name of a time zone (`Europe/Berlin`, `UTC`), typed in any case; null for anything else, such as an offset. */
export function knownTimeZone(text: string): string | null {
  const listed = timeZones.find((name) => name.toLowerCase() === text.toLowerCase());
  if (listed !== undefined) return listed;
  return /^[a-z]/i.test(text) && isTimeZone(text) ? text : null;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
