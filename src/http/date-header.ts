// The Date header. It has whole seconds, lastUpdated has milliseconds: an answer that tells of a version written in
// this very second says the next one, so that no lastUpdated is later than the Date of its own answer.
// Other answers round down, so that a Date can be used as the next `_since` without missing anything.

/** `shown`: lastUpdated of the newest version in the answer. Milliseconds; RFC 9110 6.6.1. */
export function dateHeader(now: number, shown: number | undefined): string {
  const second = Math.floor(now / 1000) * 1000;
  const isLater = shown !== undefined && shown > second;
  return new Date(isLater ? Math.ceil(shown / 1000) * 1000 : second).toUTCString();
}
