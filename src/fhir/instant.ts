// Instants as FHIR text, with milliseconds and the offset of a time zone. R4 datatypes.html#instant.

/** Milliseconds since 1970 UTC to text. */
export type InstantFormat = (at: number) => string;

const QUARTER_MS = 900_000;

/** Formats instants in one IANA time zone, e.g. 2026-11-25T22:31:05.123+08:00. Throws RangeError for an unknown zone. */
export function createInstantFormat(timeZone: string): InstantFormat {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  let known = Number.NaN;
  let offsetMs = 0;
  let suffix = '';
  /** A busy server asks several times in a millisecond. */
  let last = { at: Number.NaN, text: '' };
  return (at) => {
    if (at === last.at) return last.text;
    // Offsets change on a quarter of an hour at the earliest.
    const quarter = Math.floor(at / QUARTER_MS);
    if (quarter !== known) {
      known = quarter;
      const name = parts.formatToParts(at).find((p) => p.type === 'timeZoneName')?.value ?? 'GMT';
      const [, sign = '+', h = '00', m = '00'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
      suffix = `${sign}${h}:${m}`;
      offsetMs = (sign === '-' ? -1 : 1) * (Number(h) * 60 + Number(m)) * 60_000;
    }
    last = { at, text: new Date(at + offsetMs).toISOString().slice(0, -1) + suffix };
    return last.text;
  };
}
