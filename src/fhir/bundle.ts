// Bundles as text, joined from texts: what the store holds is sent without being parsed. R4 bundle.html.

export interface BundleLink {
  relation: string;
  url: string;
}

export interface EntryParts {
  fullUrl?: string;
  /** JSON text of the resource. */
  resource?: string;
  search?: 'match' | 'include' | 'outcome';
  request?: { method: string; url: string };
  response?: {
    status: string;
    location?: string;
    etag?: string;
    lastModified?: string;
    /** JSON text of an OperationOutcome. */
    outcome?: string;
  };
}

export interface BundleParts {
  id?: string;
  type: 'searchset' | 'history' | 'batch-response' | 'transaction-response';
  timestamp?: string;
  total?: number;
  links?: BundleLink[];
  entries: EntryParts[];
}

/** Compact JSON text of a Bundle; empty arrays are left out, as FHIR wants. */
export function bundleText(parts: BundleParts): string {
  let text = '{"resourceType":"Bundle"';
  if (parts.id !== undefined) text += `,"id":${quote(parts.id)}`;
  text += `,"type":"${parts.type}"`;
  if (parts.timestamp !== undefined) text += `,"timestamp":"${parts.timestamp}"`;
  if (parts.total !== undefined) text += `,"total":${parts.total}`;
  if (parts.links && parts.links.length > 0) text += `,"link":${JSON.stringify(parts.links)}`;
  if (parts.entries.length > 0) text += `,"entry":[${parts.entries.map(entryText).join(',')}]`;
  return `${text}}`;
}

function entryText(entry: EntryParts): string {
  const members: string[] = [];
  if (entry.fullUrl !== undefined) members.push(`"fullUrl":${quote(entry.fullUrl)}`);
  if (entry.resource !== undefined) members.push(`"resource":${entry.resource}`);
  if (entry.search) members.push(`"search":{"mode":"${entry.search}"}`);
  if (entry.request) members.push(`"request":${JSON.stringify(entry.request)}`);
  if (entry.response) {
    const { outcome, ...plain } = entry.response;
    const text = JSON.stringify(plain);
    members.push(`"response":${outcome === undefined ? text : `${text.slice(0, -1)},"outcome":${outcome}}`}`);
  }
  return `{${members.join(',')}}`;
}

function quote(value: string): string {
  return JSON.stringify(value);
}
