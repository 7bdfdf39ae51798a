// Instants as FHIR text with the offset of a time zone: 2026-11-25T22:31:05.123+08:00. R4 datatypes.html#instant.

export type InstantFormat = (ms: number) => string;

/** A formatter for one IANA zone. The offset is looked up once an hour of the formatted time. */
export function createInstantFormat(timeZone: string): InstantFormat {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  let hour = Number.NaN;
  let offsetMs = 0;
  let suffix = 'Z';
  return (ms) => {
    // Offsets change on quarter hours at the finest, always at whole UTC quarter hours.
    const now = Math.floor(ms / 900_000);
    if (now !== hour) {
      hour = now;
      const name = parts.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
      const match = /([+-])(\d\d):(\d\d)/.exec(name);
      suffix = match ? match[0] : 'Z';
      offsetMs = match
        ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000
        : 0;
    }
    return new Date(ms + offsetMs).toISOString().slice(0, -1) + suffix;
  };
}
