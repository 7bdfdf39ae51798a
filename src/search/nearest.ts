// The name that was probably meant: for messages about unknown ones.

/** The candidate with the smallest edit distance, if it is near enough to be a slip of the finger or the tongue. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const asked = name.slice(0, 64).toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(asked.length / 2)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - asked.length) >= bestDistance) continue;
    const distance = editDistance(asked, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein: insertions, deletions and replacements. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, change));
    }
    row = next;
  }
  return row[b.length]!;
}
