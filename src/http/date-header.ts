// The Date header. It has whole seconds, lastUpdated has milliseconds: an answer that tells of a version written in
// this very second says the next one, so that no lastUpdated is later than the Date of its own answer.
// Other answers round down, so that a Date can be used as the next `_since` without missing anything.

/** `shown`: lastUpdated of the newest version in the answer, milliseconds. RFC 9110 6.6.1. */
export type DateHeader = (shown: number | undefined) => string;

export function createDateHeader(now: () => number): DateHeader {
  // The text of the last one: most answers have the same, and making it is a hundredth of a search.
  let second = Number.NaN;
  let text = '';
  return (shown = 0) => {
    const wanted = Math.max(Math.floor(now() / 1000), Math.ceil(shown / 1000));
    if (wanted !== second) {
      second = wanted;
      text = new Date(second * 1000).toUTCString();
    }
    return text;
  };
}
