// The Prefer header, R4 http.html#ops and #search: return, handling. RFC 7240.

export interface Preferences {
  return?: 'minimal' | 'representation' | 'OperationOutcome';
  handling?: 'strict' | 'lenient';
}

/** What is not understood is ignored, as RFC 7240 wants. */
export function parsePrefer(header: string | undefined): Preferences {
  const preferences: Preferences = {};
  if (!header) return preferences;
  for (const part of header.split(/[,;]/)) {
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

export function formatPrefer(preferences: Preferences): string {
  return Object.entries(preferences)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}
