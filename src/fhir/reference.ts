// What the text of a reference points to: a resource of this server, something elsewhere, a contained
// resource. R4 references.html#literal, #canonical.

export type ParsedReference =
  /** A resource of this server, written relative or under one of its base URLs. */
  | { kind: 'local'; type: string; id: string; version?: string }
  /** Somewhere else. `version` comes from `/_history/v` or, for a canonical, from `|v`; neither stays in the url. */
  | { kind: 'url'; url: string; version?: string }
  /** `#id`; '' is the container itself. */
  | { kind: 'contained'; id: string }
  /** urn:uuid: or urn:oid:, and other URNs. */
  | { kind: 'urn'; url: string }
  /** `Patient?identifier=…`, as transactions allow it. */
  | { kind: 'conditional'; type: string; query: string }
  | { kind: 'invalid' };

/** The base URLs under which this server is known. */
export interface LocalBases {
  /** Without a slash at the end; scheme and host in lower case. */
  readonly bases: readonly string[];
}

const RELATIVE = /^([A-Z][A-Za-z]{1,63})\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/([A-Za-z0-9\-.]{1,64}))?$/;
const CONDITIONAL = /^([A-Z][A-Za-z]{1,63})\?(.+)$/s;
const HISTORY = /^(.+)\/_history\/([A-Za-z0-9\-.]{1,64})$/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;

export function createLocalBases(urls: readonly string[]): LocalBases {
  return { bases: [...new Set(urls.map((url) => lowerHost(url).replace(/\/+$/, '')))] };
}

/** A literal reference: Reference.reference, or the value of a reference search. */
export function parseReference(text: string, local: LocalBases): ParsedReference {
  const relative = RELATIVE.exec(text);
  if (relative) return localOf(relative);
  if (text.startsWith('#')) return { kind: 'contained', id: text.slice(1) };
  if (text.startsWith('urn:')) return { kind: 'urn', url: text };
  if (SCHEME.test(text)) return parseAbsolute(text, local);
  const conditional = CONDITIONAL.exec(text);
  if (conditional) return { kind: 'conditional', type: conditional[1]!, query: conditional[2]! };
  return { kind: 'invalid' };
}

/** A canonical: as a reference, but with its version after a bar. The version of a canonical may stand alone: `url|1.2`. */
export function parseCanonical(text: string, local: LocalBases): ParsedReference {
  const bar = text.indexOf('|');
  if (bar < 0) return parseReference(text, local);
  const target = parseReference(text.slice(0, bar), local);
  const version = text.slice(bar + 1);
  if (version === '') return target;
  if (target.kind === 'url') return { ...target, version };
  if (target.kind === 'urn') return { kind: 'url', url: target.url, version };
  // A canonical under our own base stays a name: what it means is the version of the definition, not of the resource.
  return { kind: 'url', url: text.slice(0, bar), version };
}

/** The text of a reference to a resource of this server. */
export function formatLocal(target: { type: string; id: string; version?: string }): string {
  const path = `${target.type}/${target.id}`;
  return target.version === undefined ? path : `${path}/_history/${target.version}`;
}

function parseAbsolute(text: string, local: LocalBases): ParsedReference {
  const url = lowerHost(text);
  for (const base of local.bases) {
    if (url.startsWith(base) && url[base.length] === '/') {
      const relative = RELATIVE.exec(url.slice(base.length + 1));
      if (relative) return localOf(relative);
    }
  }
  const history = HISTORY.exec(text);
  if (history) return { kind: 'url', url: history[1]!, version: history[2]! };
  return { kind: 'url', url: text };
}

function localOf(match: RegExpExecArray): ParsedReference {
  const [, type, id, version] = match as unknown as [string, string, string, string | undefined];
  return version === undefined ? { kind: 'local', type, id } : { kind: 'local', type, id, version };
}

/** Scheme and host are the only parts of a URL that know no case (RFC 3986, 6.2.2.1). */
function lowerHost(url: string): string {
  const end = url.indexOf('/', url.indexOf('://') + 3);
  if (!/^https?:\/\//i.test(url)) return url;
  return end < 0 ? url.toLowerCase() : url.slice(0, end).toLowerCase() + url.slice(end);
}
