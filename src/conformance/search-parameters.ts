// Search parameters per resource type: which part of a published expression concerns it, how its values are
// found, and where its facts are kept. R4 searchparameter.html, searchparameter-registry.html.

import type { TypeModel } from '../fhir/elements.ts';
import { type CompiledPath, compilePath } from '../fhir/path/compile.ts';
import type { SearchParameterDefinition } from './definitions.ts';
import { type Alternative, splitAlternatives } from './expression-part.ts';
import type { SearchParameterData } from './packed.ts';
import { type FactSource, storedAs } from './stored-facts.ts';

export type SearchParametersOf = (resourceType: string) => ReadonlyMap<string, SearchParameterDefinition>;

const NONE: ReadonlyMap<string, SearchParameterDefinition> = new Map();

/**
 * `own` parameters come after the published ones and replace those of the same code. Each type is worked out
 * when it is first asked for, each path when it is first followed.
 */
export function createSearchParameters(
  published: readonly SearchParameterData[],
  own: readonly SearchParameterData[],
  model: TypeModel,
): SearchParametersOf {
  const known = new Map<string, ReadonlyMap<string, SearchParameterDefinition>>();
  const parameters = [...published, ...own].map((data) => ({
    data,
    alternatives: splitAlternatives(data.expression),
  }));
  const byUrl = new Map(parameters.map(({ data }) => [data.url, data]));
  const byBase = new Map<string, Parameter[]>();
  for (const parameter of parameters) {
    for (const base of parameter.data.base) {
      const there = byBase.get(base);
      if (there) there.push(parameter);
      else byBase.set(base, [parameter]);
    }
  }
  return (resourceType) => {
    if (model.kind(resourceType) !== 'resource') return NONE;
    let definitions = known.get(resourceType);
    if (!definitions) {
      const bases = [...byBase.keys()].filter((base) => model.isA(resourceType, base));
      const concerned = bases.flatMap((base) => byBase.get(base)!);
      definitions = definitionsFor(resourceType, concerned, byUrl, model);
      known.set(resourceType, definitions);
    }
    return definitions;
  };
}

export interface Parameter {
  data: SearchParameterData;
  alternatives: readonly Alternative[];
}

function definitionsFor(
  resourceType: string,
  concerned: readonly Parameter[],
  byUrl: ReadonlyMap<string, SearchParameterData>,
  model: TypeModel,
): ReadonlyMap<string, SearchParameterDefinition> {
  const byCode = new Map(concerned.map((parameter) => [parameter.data.code, parameter]));
  const sources = [...byCode.values()].map((parameter) => sourceOf(resourceType, parameter, byUrl, model));
  const facts = storedAs(sources);
  const definitions = new Map<string, SearchParameterDefinition>();
  for (const source of sources) {
    const { data } = byCode.get(source.code)!;
    definitions.set(source.code, definitionOf(resourceType, data, source, facts.get(source.code)!, model));
  }
  for (const definition of definitions.values()) {
    const { data } = byCode.get(definition.code)!;
    addComponents(definition, data, (url) => definitions.get(byUrl.get(url)?.code ?? ''), model);
  }
  return definitions;
}

/** What is asked of a resource of this type, for comparing it with other parameters. */
export function sourceOf(
  resourceType: string,
  { data, alternatives }: Parameter,
  byUrl: ReadonlyMap<string, Pick<SearchParameterData, 'type'>>,
  model: TypeModel,
): FactSource {
  return {
    code: data.code,
    type: data.type,
    // What a special parameter looks at says nothing of its meaning, unless we know it.
    alternatives: isWithoutMeaning(data) ? [] : textsFor(resourceType, alternatives, model),
    parts: data.component?.map(
      (part) => [byUrl.get(part.definition)?.type ?? 'token', part.expression] as const,
    ),
  };
}

/** Of the special parameters of R4 only one looks at an element: near, at Location.position. */
function isWithoutMeaning({ type, code }: SearchParameterData): boolean {
  return type === 'special' && code !== 'near';
}

/** Without its components, which may be defined later. */
export function definitionOf(
  resourceType: string,
  data: SearchParameterData,
  { alternatives }: FactSource,
  stored: SearchParameterDefinition['stored'],
  model: TypeModel,
): SearchParameterDefinition {
  const expression = alternatives.join(' | ');
  return {
    url: data.url,
    code: data.code,
    resourceType,
    type: data.type,
    expression,
    targets: data.target ?? [],
    components: [],
    stored,
    values: stored.some(({ param }) => param === data.code)
      ? lazyPath(expression, resourceType, model)
      : undefined,
    ...(data.limits && { limits: data.limits }),
    ...(data.added !== undefined && { added: data.added }),
  };
}

/** Throws an Error when a component is not known. */
export function addComponents(
  definition: SearchParameterDefinition,
  data: SearchParameterData,
  find: (url: string) => SearchParameterDefinition | undefined,
  model: TypeModel,
): void {
  if (!data.component) return;
  const elementType = elementTypeOf(definition.expression, definition.resourceType, model);
  for (const part of data.component) {
    const target = find(part.definition);
    if (!target) throw new Error(`${definition.url} has a component ${part.definition} that is not known.`);
    definition.components.push({
      definition: target,
      expression: part.expression,
      values: lazyPath(part.expression, elementType, model),
    });
  }
}

export function textsFor(
  resourceType: string,
  alternatives: readonly Alternative[],
  model: TypeModel,
): string[] {
  return alternatives
    .filter(
      ({ type }) => type === undefined || model.kind(type) === undefined || model.isA(resourceType, type),
    )
    .map(({ text }) => text);
}

/** The element that a composite's parts stand in; of `Observation | Observation.component` the latter, since a
 * resource names its own type. */
export function elementTypeOf(expression: string, resourceType: string, model: TypeModel): string {
  for (const alternative of expression.split('|')) {
    let type = resourceType;
    for (const name of alternative.trim().split('.').slice(1))
      type = model.elements(type)?.get(name)?.types[0] ?? type;
    if (type !== resourceType) return type;
  }
  return resourceType;
}

function lazyPath(expression: string, type: string, model: TypeModel): CompiledPath {
  let path: CompiledPath | undefined;
  return (focus, root) => {
    path ??= compilePath(expression, type, model);
    return path(focus, root);
  };
}
