// Offsets of one IANA time zone, for texts that say no offset of their own. Intl is asked only once a year
// of data; everything else is a look-up.

export interface TimeZone {
  readonly name: string;
  /** Milliseconds to add to UTC to get wall time. */
  offsetAt(utcMs: number): number;
  /**
   * The instant at which clocks show a wall time (milliseconds as if it were UTC). A time shown twice is the
   * first of the two; one that is skipped counts on from before the gap.
   */
  toInstant(wallMs: number): number;
}

const DAY = 86_400_000;
/** Before this, local mean time throughout; from the other on, the rules repeat with the calendar. */
const FIRST_YEAR = 1800;
const LAST_YEAR = 2400;
const CYCLE_YEARS = 400;
const CYCLE_MS = 146_097 * DAY;

interface Segment {
  from: number;
  offset: number;
}

/** Throws RangeError for a zone that this system does not know. */
export function createTimeZone(name: string): TimeZone {
  const read = offsetReader(name);
  const years = new Map<number, Segment[]>();

  function offsetAt(utcMs: number): number {
    let at = utcMs;
    let year = new Date(at).getUTCFullYear();
    while (year >= LAST_YEAR) {
      year -= CYCLE_YEARS;
      at -= CYCLE_MS;
    }
    if (year < FIRST_YEAR) {
      year = FIRST_YEAR;
      at = Date.UTC(FIRST_YEAR, 0, 1);
    }
    let segments = years.get(year);
    if (!segments) {
      segments = segmentsOf(year, read);
      years.set(year, segments);
    }
    let offset = segments[0]!.offset;
    for (const segment of segments) if (segment.from <= at) offset = segment.offset;
    return offset;
  }

  function toInstant(wallMs: number): number {
    const before = offsetAt(wallMs - DAY);
    const after = offsetAt(wallMs + DAY);
    if (before === after) return wallMs - before;
    for (const offset of before > after ? [before, after] : [after, before]) {
      if (offsetAt(wallMs - offset) === offset) return wallMs - offset;
    }
    return wallMs - before;
  }

  return { name, offsetAt, toInstant };
}

/** The stretches of equal offset in one UTC year. Offsets are compared month by month, changes halved down to the second. */
function segmentsOf(year: number, read: (utcMs: number) => number): Segment[] {
  const end = Date.UTC(year + 1, 0, 1);
  let at = Date.UTC(year, 0, 1);
  let offset = read(at);
  const segments = [{ from: at, offset }];
  while (at < end) {
    const next = Math.min(at + 30 * DAY, end);
    const nextOffset = read(next);
    if (nextOffset !== offset) {
      let low = at;
      let high = next;
      while (high - low > 1000) {
        const middle = Math.floor((low + high) / 2000) * 1000;
        if (read(middle) === offset) low = middle;
        else high = middle;
      }
      segments.push({ from: high, offset: nextOffset });
      offset = nextOffset;
    }
    at = next;
  }
  return segments;
}

function offsetReader(name: string): (utcMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (utcMs) => {
    const at = Math.floor(utcMs / 1000) * 1000;
    const field: Record<string, number> = {};
    for (const part of format.formatToParts(at)) field[part.type] = Number(part.value);
    const { year, month, day, hour, minute, second } = field as Record<string, number>;
    return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) - at;
  };
}
