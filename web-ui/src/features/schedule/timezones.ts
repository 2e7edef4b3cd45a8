/** The zones this browser knows, UTC first; a saved zone it does not know is kept as it is. */
export function timezones(current: string): string[] {
  return [...new Set(['UTC', current, ...Intl.supportedValuesOf('timeZone')])].filter(Boolean);
}
