// The names that a Library defines, read from its CQL or from what CQL is translated to (ELM).

import type { Library } from 'fhir/r4.js';

/** undefined: the library has nothing that can be read for names. */
export type CqlNames = (library: Library) => ReadonlySet<string> | undefined;

const IN_CQL =
  /(?:^|\n)\s*define\s+(?:public\s+|private\s+)?(?:function\s+|fluent\s+function\s+)?(?:"([^"]+)"|([A-Za-z_]\w*))/g;
const IN_ELM_XML = /<(?:\w+:)?def\b[^>]*?\sname="([^"]+)"/g;
const IN_ELM_JSON = /"name"\s*:\s*"([^"]+)"/g;

/** How each kind of content names what it defines. */
const READERS: readonly [string, RegExp][] = [
  ['application/elm+xml', IN_ELM_XML],
  ['application/elm+json', IN_ELM_JSON],
  ['text/cql', IN_CQL],
];

/** A library is read once. */
export function createCqlNames(): CqlNames {
  const known = new WeakMap<Library, { names: ReadonlySet<string> | undefined }>();
  return (library) => {
    let found = known.get(library);
    if (!found) {
      found = { names: readNames(library) };
      known.set(library, found);
    }
    return found.names;
  };
}

function readNames({ content = [] }: Library): ReadonlySet<string> | undefined {
  for (const [contentType, pattern] of READERS) {
    const part = content.find(
      (one) => one.contentType?.split(';', 1)[0] === contentType && one.data !== undefined,
    );
    if (!part) continue;
    const text = Buffer.from(part.data!, 'base64').toString('utf8');
    return new Set([...text.matchAll(pattern)].map(([, quoted, bare]) => quoted ?? bare ?? ''));
  }
  return undefined;
}
