// The codes of one CodeSystem with their hierarchy, R4 codesystem.html.

import type { CodeSystem, CodeSystemConcept } from 'fhir/r4.js';

export interface CodeTable {
  /** False when the CodeSystem holds only a part of its codes, or none. */
  complete: boolean;
  caseSensitive: boolean;
  has(code: string): boolean;
  /** Codes at and below `code`; `code` itself only when it is there. */
  subsumedBy(code: string): ReadonlySet<string>;
  /** Codes at and above `code`. */
  subsuming(code: string): ReadonlySet<string>;
  /** Values of a property of a concept; undefined when the system defines no such property. */
  property(code: string, name: string): unknown[] | undefined;
  codes(): Iterable<string>;
}

type Property = NonNullable<CodeSystemConcept['property']>[number];

/** Properties by which concepts name their parents or children. */
const PARENT = new Set(['parent', 'subsumedBy']);
const CHILD = 'child';

export function codeTableOf(system: CodeSystem): CodeTable {
  const children = new Map<string, Set<string>>();
  const parents = new Map<string, Set<string>>();
  const properties = new Map<string, Property[]>();
  const link = (parent: string, child: string): void => {
    addTo(children, parent, child);
    addTo(parents, child, parent);
  };
  const walk = (concepts: readonly CodeSystemConcept[], parent?: string): void => {
    for (const concept of concepts) {
      properties.set(concept.code, concept.property ?? []);
      if (parent !== undefined) link(parent, concept.code);
      for (const property of concept.property ?? []) {
        if (PARENT.has(property.code)) link(String(propertyValue(property)), concept.code);
        if (property.code === CHILD) link(concept.code, String(propertyValue(property)));
      }
      walk(concept.concept ?? [], concept.code);
    }
  };
  walk(system.concept ?? []);

  const caseSensitive = system.caseSensitive === true;
  const folded = caseSensitive
    ? undefined
    : new Map([...properties.keys()].map((code) => [code.toLowerCase(), code]));
  const known = (code: string): string | undefined =>
    properties.has(code) ? code : folded?.get(code.toLowerCase());
  const reached = (code: string, links: ReadonlyMap<string, Set<string>>): ReadonlySet<string> => {
    const found = new Set<string>();
    const waiting = [known(code)];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (found.has(next)) continue;
      if (properties.has(next)) found.add(next);
      waiting.push(...(links.get(next) ?? []));
    }
    return found;
  };
  const defined = new Set(system.property?.map(({ code }) => code));

  return {
    complete: system.content === 'complete',
    caseSensitive,
    has: (code) => known(code) !== undefined,
    codes: () => properties.keys(),
    subsumedBy: (code) => reached(code, children),
    subsuming: (code) => reached(code, parents),
    property(code, name) {
      if (!defined.has(name)) return undefined;
      return (
        properties
          .get(known(code) ?? '')
          ?.filter((p) => p.code === name)
          .map(propertyValue) ?? []
      );
    },
  };
}

function addTo(links: Map<string, Set<string>>, from: string, to: string): void {
  const known = links.get(from);
  if (known) known.add(to);
  else links.set(from, new Set([to]));
}

function propertyValue(property: Property): unknown {
  return (
    property.valueCode ??
    property.valueString ??
    property.valueBoolean ??
    property.valueInteger ??
    property.valueDecimal ??
    property.valueDateTime ??
    property.valueCoding?.code
  );
}
