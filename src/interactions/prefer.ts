// The Prefer header, R4 http.html#ops, #search and async.html: return, handling, respond-async; and dry-run and
// explain, which are words of our own. RFC 7240.

export interface Preferences {
  return?: 'minimal' | 'representation' | 'OperationOutcome';
  handling?: 'strict' | 'lenient';
  /** Say what would happen, and let nothing happen. */
  dryRun?: true;
  respondAsync?: true;
  /** Say how a search is done, instead of what it finds. */
  explain?: true;
}

/** What is not understood is ignored, as RFC 7240 wants. */
export function parsePrefer(header: string | undefined): Preferences {
  const preferences: Preferences = {};
  if (!header) return preferences;
  for (const part of header.split(/[,;]/)) {
    const word = part.trim().toLowerCase();
    if (word === 'dry-run') preferences.dryRun = true;
    if (word === 'explain') preferences.explain = true;
    if (word === 'respond-async') preferences.respondAsync = true;
    const match = /^\s*(return|handling)\s*=\s*"?(\w+)"?\s*$/i.exec(part);
    if (!match) continue;
    const value = match[2]!;
    if (match[1]!.toLowerCase() === 'return') {
      if (value === 'minimal' || value === 'representation' || value === 'OperationOutcome')
        preferences.return ??= value;
    } else if (value === 'strict' || value === 'lenient') preferences.handling ??= value;
  }
  return preferences;
}

/** What an entry of a Bundle takes over from it: how to answer and how to handle, not whether. */
export function formatPrefer(preferences: Pick<Preferences, 'return' | 'handling'>): string {
  const { return: answer, handling } = preferences;
  const parts = [answer && `return=${answer}`, handling && `handling=${handling}`];
  return parts.filter((part) => part !== undefined).join(', ');
}
