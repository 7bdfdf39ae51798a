// Versions of definitions that go by one canonical URL: which one a reference names, and which one is in use.
// R4 references.html#canonical.

interface Versioned {
  status?: unknown;
  version?: unknown;
}

const byNumbers = new Intl.Collator('en', { numeric: true });

/** `1.2` names any 1.2.x. */
export function isVersion(named: string, held: unknown): boolean {
  return held === named || textOf(held).startsWith(`${named}.`);
}

/** For sorting: what is in use before what is retired, then the highest version; what was first otherwise stays first. */
export function byUse<T extends object>(a: T & Versioned, b: T & Versioned): number {
  return rankOf(a) - rankOf(b) || byNumbers.compare(textOf(b.version), textOf(a.version));
}

function rankOf({ status }: Versioned): number {
  return status === 'retired' ? 1 : 0;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
