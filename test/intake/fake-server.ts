// As much of a FHIR server as intake talks to, in memory: PUT by id (an equal one makes no version), reads,
// transactions that are all or none and check references, and the few searches of an import.

import type { JsonObject, Resource } from '../../src/fhir/json/tree.ts';
import type { IntakeAnswer, IntakeRequest, PutBlob, Submit } from '../../src/intake/submit.ts';

export class FakeServer {
  readonly texts = new Map<string, string[]>();
  readonly blobs: Uint8Array[] = [];
  requests = 0;
  /** Refuses a transaction that writes this reference. */
  refuse: ((reference: string) => boolean) | undefined;

  submit: Submit = (request) => Promise.resolve(this.answer(request));

  putBlob: PutBlob = async (bytes) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of bytes) chunks.push(chunk);
    const all = Buffer.concat(chunks);
    this.blobs.push(all);
    return { hash: 'hash', size: all.length };
  };

  get(reference: string): Resource | undefined {
    const text = this.texts.get(reference)?.at(-1);
    return text === undefined ? undefined : (JSON.parse(text) as Resource);
  }

  all(type: string): Resource[] {
    return [...this.texts.keys()].filter((key) => key.startsWith(`${type}/`)).map((key) => this.get(key)!);
  }

  versions(type?: string): number {
    return [...this.texts]
      .filter(([key]) => type === undefined || key.startsWith(`${type}/`))
      .reduce((sum, [, versions]) => sum + versions.length, 0);
  }

  put(resource: Resource): void {
    this.write(`${resource.resourceType}/${resource.id}`, JSON.stringify(resource));
  }

  private answer(request: IntakeRequest): IntakeAnswer {
    this.requests++;
    if (request.method === 'POST') return this.transaction(request);
    const [path, query] = request.path.split('?') as [string, string | undefined];
    if (query !== undefined) return this.search(path, new URLSearchParams(query));
    const found = this.get(path);
    return found ? { status: 200, body: found } : { status: 404, body: outcome(`${path} is not known.`) };
  }

  private transaction({ body }: IntakeRequest): IntakeAnswer {
    const bundle = JSON.parse(body!.text) as Resource;
    if (JSON.stringify(bundle) !== JSON.stringify(body!.resource)) throw new Error('tree and text differ');
    const entries = bundle.entry as { resource: Resource; request: { method: string; url: string } }[];
    const written = new Set(entries.map(({ request }) => request.url));
    if (written.size !== entries.length) return { status: 400, body: outcome('An entry is there twice.') };
    for (const { resource, request } of entries) {
      if (request.method !== 'PUT' || request.url !== `${resource.resourceType}/${resource.id}`) {
        return { status: 400, body: outcome(`${request.url} does not fit its resource.`) };
      }
      if (this.refuse?.(request.url)) return { status: 422, body: outcome(`${request.url} is refused.`) };
      for (const reference of referencesOf(resource)) {
        if (!written.has(reference) && !this.texts.has(reference)) {
          return { status: 422, body: outcome(`${request.url} refers to ${reference}, which is not there.`) };
        }
      }
    }
    // The text, not the tree: it has the digits.
    const texts = splitEntries(body!.text);
    entries.forEach(({ request }, i) => {
      this.write(request.url, texts[i]!);
    });
    return { status: 200, body: { resourceType: 'Bundle', type: 'transaction-response' } };
  }

  private search(type: string, query: URLSearchParams): IntakeAnswer {
    const matches = this.all(type).filter((resource) =>
      [...query].every(([name, value]) => name.startsWith('_') || matches_(resource, name, value)),
    );
    if (query.get('_sort') === '-recorded')
      matches.sort((a, b) => (String(a.recorded) < String(b.recorded) ? 1 : -1));
    const page = matches.slice(0, Number(query.get('_count') ?? 50));
    return {
      status: 200,
      body: {
        resourceType: 'Bundle',
        type: 'searchset',
        entry: page.map((resource) => ({ resource, search: { mode: 'match' } })) as unknown as JsonObject[],
      },
    };
  }

  private write(reference: string, text: string): void {
    const versions = this.texts.get(reference) ?? [];
    if (versions.at(-1) !== text) versions.push(text);
    this.texts.set(reference, versions);
  }
}

function matches_(resource: Resource, name: string, value: string): boolean {
  const text = JSON.stringify(resource);
  switch (name) {
    case 'name:exact':
      return resource.name === value;
    case 'device-name:exact':
      return text.includes(`"name":"${value}"`);
    case 'organization':
    case 'target':
    case 'performer':
      return text.includes(`{"reference":"${value}"`);
    case 'identifier':
      return text.includes(`"value":"${value.split('|')[1]}"`);
    case 'occurrence':
      return String(resource.occurrenceDateTime) > value.slice(2);
    default:
      throw new Error(`The fake server does not know the search parameter ${name}.`);
  }
}

function referencesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, inner]) =>
    member === 'reference' && typeof inner === 'string' ? [inner] : referencesOf(inner),
  );
}

/** Texts of the resources in a Bundle text that intake has written. */
function splitEntries(text: string): string[] {
  const start = text.indexOf('[{"resource":');
  return text
    .slice(start + 1, -2)
    .split(/,?\{"resource":(?=\{"resourceType")/)
    .slice(1)
    .map((entry) => entry.slice(0, entry.lastIndexOf(',"request":')));
}

function outcome(diagnostics: string): Resource {
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'processing', diagnostics }],
  };
}
