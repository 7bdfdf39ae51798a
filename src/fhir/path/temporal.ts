// Dates and times compared to the precision that both have, http://hl7.org/fhirpath/N1/#comparison.

/** Year, month, day, hour, minute, second (with fraction); as many as were written. */
type Fields = number[];

const DATE_TIME =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;
const TIME = /^(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?$/;
const MINUTE = 60_000;

/**
 * Below, equal (0) or above zero; undefined when the coarser of the two leaves it open. NaN when one is no date
 * or time. Times with a zone are compared in UTC; where one has no zone, as written.
 */
export function compareTemporal(a: string, b: string): number | undefined {
  const timeA = TIME.exec(a);
  const timeB = TIME.exec(b);
  if (timeA && timeB && a.includes(':') && b.includes(':'))
    return compareFields(fieldsOf(timeA, 3), fieldsOf(timeB, 3));
  const dateA = DATE_TIME.exec(a);
  const dateB = DATE_TIME.exec(b);
  if (!dateA || !dateB) return Number.NaN;
  const inUtc = dateA[7] !== undefined && dateB[7] !== undefined;
  return compareFields(
    inUtc ? utcFields(dateA) : fieldsOf(dateA, 6),
    inUtc ? utcFields(dateB) : fieldsOf(dateB, 6),
  );
}

function fieldsOf(match: RegExpExecArray, count: number): Fields {
  const fields: Fields = [];
  for (let i = 1; i <= count && match[i] !== undefined; i++) fields.push(Number(match[i]));
  return fields;
}

function utcFields(match: RegExpExecArray): Fields {
  const fields = fieldsOf(match, 6);
  const zone = match[7]!;
  const offset =
    zone === 'Z' ? 0 : (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
  const [year, month, day, hour = 0, minute = 0] = fields as [number, number, number, number?, number?];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  at.setUTCHours(hour, minute);
  at.setTime(at.getTime() - offset * MINUTE);
  const shifted = [
    at.getUTCFullYear(),
    at.getUTCMonth() + 1,
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
  ];
  return [...shifted.slice(0, fields.length), ...fields.slice(5)];
}

function compareFields(a: Fields, b: Fields): number | undefined {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length === b.length ? 0 : undefined;
}
