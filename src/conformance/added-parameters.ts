// Search parameters that were added to those the server came with. The facts of the others stay where they are:
// an added parameter uses them where it asks for exactly the same, and keeps its own otherwise.

import type { TypeModel } from '../fhir/elements.ts';
import type { SearchParameterDefinition } from './definitions.ts';
import { splitAlternatives } from './expression-part.ts';
import type { SearchParameterData } from './packed.ts';
import { addComponents, definitionOf, type SearchParametersOf, sourceOf } from './search-parameters.ts';
import { type FactSource, storedAs } from './stored-facts.ts';

/** What was worked out for a type, so that adding one more costs no more than that one. */
export type AddedDefinitions = WeakMap<SearchParameterData, Map<string, SearchParameterDefinition>>;

/**
 * `base` with these besides. Types that none of them concerns keep the very same Map. A parameter whose code is
 * taken, or whose components are not there, is left out.
 */
export function addSearchParameters(
  base: SearchParametersOf,
  added: readonly SearchParameterData[],
  model: TypeModel,
  worked: AddedDefinitions,
): SearchParametersOf {
  if (added.length === 0) return base;
  const known = new Map<string, ReturnType<SearchParametersOf>>();
  return (resourceType) => {
    const shipped = base(resourceType);
    const concerned = added.filter((data) => data.base.some((one) => model.isA(resourceType, one)));
    if (concerned.length === 0 || shipped.size === 0) return shipped;
    let all = known.get(resourceType);
    if (!all) {
      all = withAdded(resourceType, shipped, concerned, model, worked);
      known.set(resourceType, all);
    }
    return all;
  };
}

function withAdded(
  resourceType: string,
  shipped: ReadonlyMap<string, SearchParameterDefinition>,
  concerned: readonly SearchParameterData[],
  model: TypeModel,
  worked: AddedDefinitions,
): ReadonlyMap<string, SearchParameterDefinition> {
  const all = new Map(shipped);
  let shippedSources: FactSource[] | undefined;
  const types = new Map([...shipped.values(), ...concerned].map((one) => [one.url, { type: one.type }]));
  const fresh = concerned.filter(({ code }) => !shipped.has(code));
  // Composites last: their components may be among the added ones.
  for (const data of [...fresh].sort((a, b) => Number(!!a.component) - Number(!!b.component))) {
    if (all.has(data.code)) continue;
    const there = worked.get(data)?.get(resourceType);
    if (there) {
      all.set(data.code, there);
      continue;
    }
    const parts = data.component?.map((part) => findByUrl(all, part.definition)) ?? [];
    if (parts.some((part) => part === undefined)) continue;
    shippedSources ??= [...shipped.values()].map(sourceOfDefinition);
    const source = sourceOf(
      resourceType,
      { data, alternatives: splitAlternatives(data.expression) },
      types,
      model,
    );
    // Compared with what came with the server only: an added one may go again.
    const stored = storedAs([...shippedSources, source]).get(data.code)!;
    const definition = definitionOf(resourceType, data, source, stored, model);
    addComponents(definition, data, (url) => findByUrl(all, url), model);
    all.set(data.code, definition);
    // What a composite is made of may change.
    if (!data.component) keep(worked, data, definition);
  }
  return all;
}

function keep(
  worked: AddedDefinitions,
  data: SearchParameterData,
  definition: SearchParameterDefinition,
): void {
  const byType = worked.get(data) ?? new Map<string, SearchParameterDefinition>();
  worked.set(data, byType.set(definition.resourceType, definition));
}

function findByUrl(
  definitions: ReadonlyMap<string, SearchParameterDefinition>,
  canonical: string,
): SearchParameterDefinition | undefined {
  const [url] = canonical.split('|');
  return [...definitions.values()].find((definition) => definition.url === url);
}

/** As it stands among the others of its type. */
function sourceOfDefinition({ code, type, expression, components }: SearchParameterDefinition): FactSource {
  return {
    code,
    type,
    alternatives: splitAlternatives(expression).map(({ text }) => text),
    ...(components.length > 0 && {
      parts: components.map((part) => [part.definition.type, part.expression] as const),
    }),
  };
}
