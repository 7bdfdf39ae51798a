// Can this server search by a SearchParameter resource? What its profile cannot tell: whether the expression is
// right for its base types, the code is free, the parts of a composite are there. R4 searchparameter.html.

import type {
  Definitions,
  SearchParameterDefinition,
  SearchParameterType,
} from '../conformance/definitions.ts';
import { splitAlternatives } from '../conformance/expression-part.ts';
import type { SearchParameterData } from '../conformance/packed.ts';
import { elementTypeOf, textsFor } from '../conformance/search-parameters.ts';
import type { Issue } from '../fhir/issue.ts';
import { expressionFault } from './check-expression.ts';
import { clip } from './types/asked.ts';

/** As in the name of a request; `_` begins what belongs to FHIR. */
const CODE = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** The types that can be stored and that it is for. */
export function concreteBases(
  { base }: Pick<SearchParameterData, 'base'>,
  definitions: Definitions,
): string[] {
  const { model, resourceTypes } = definitions;
  return [...resourceTypes].filter((type) => base.some((one) => model.isA(type, one)));
}

/**
 * Errors; and information where another parameter does the same already. `path`: where the resource stands. Other
 * added parameters of the same code are not looked at here.
 */
export function checkSearchParameter(
  data: SearchParameterData,
  definitions: Definitions,
  path = 'SearchParameter',
): Issue[] {
  const types = concreteBases(data, definitions);
  const faults = [...baseFaults(data, definitions, path), ...codeFaults(data, path)];
  if (faults.length > 0) return faults;
  return [
    ...typeFaults(data, path),
    ...expressionFaults(data, types, definitions, path),
    ...targetFaults(data, definitions, path),
    ...componentFaults(data, types, definitions, path),
    ...clashes(data, types, definitions, path),
  ];
}

function fault(diagnostics: string, expression: string, code: Issue['code'] = 'business-rule'): Issue {
  return { severity: 'error', code, diagnostics, expression };
}

function baseFaults(
  { base }: SearchParameterData,
  { model, resourceTypes }: Definitions,
  path: string,
): Issue[] {
  const isKnown = (type: string) =>
    resourceTypes.has(type) || (model.kind(type) === 'resource' && isAbstract(type));
  return base
    .filter((type) => !isKnown(type))
    .map((type) => fault(`There is no resource type "${clip(type)}" in FHIR R4.`, `${path}.base`, 'value'));
}

function isAbstract(type: string): boolean {
  return type === 'Resource' || type === 'DomainResource';
}

function codeFaults({ code }: SearchParameterData, path: string): Issue[] {
  if (CODE.test(code)) return [];
  const why = code.startsWith('_')
    ? 'Names that begin with _ belong to FHIR itself.'
    : 'It becomes a name in URLs: a letter, then letters, digits, - and _, 64 at most.';
  return [fault(`The code "${clip(code)}" cannot be searched by. ${why}`, `${path}.code`, 'value')];
}

function typeFaults({ type, component }: SearchParameterData, path: string): Issue[] {
  if (type === 'special') {
    return [
      fault('What a parameter of type special means must be built in: choose another type.', `${path}.type`),
    ];
  }
  if (type === 'composite' && (component?.length ?? 0) < 2)
    return [fault('A composite has at least two components.', `${path}.component`, 'required')];
  if (type !== 'composite' && component?.length)
    return [fault(`Only a composite has components; this is of type ${type}.`, `${path}.component`)];
  return [];
}

function expressionFaults(
  { expression, type }: SearchParameterData,
  types: readonly string[],
  { model }: Definitions,
  path: string,
): Issue[] {
  const at = `${path}.expression`;
  if (!expression?.trim()) {
    return [
      fault('Without an expression nothing can be found: give the FHIRPath of the values.', at, 'required'),
    ];
  }
  const alternatives = splitAlternatives(expression);
  const said = new Set<string>();
  for (const resourceType of types) {
    const texts = textsFor(resourceType, alternatives, model);
    if (texts.length === 0)
      said.add(`The expression says nothing about ${resourceType}, which is among its base types.`);
    for (const text of texts) {
      const wrong = expressionFault(text, resourceType, type, model);
      if (wrong !== undefined) said.add(`The expression "${clip(text)}" ${wrong}.`);
    }
  }
  return [...said].slice(0, 10).map((text) => fault(text, at, 'value'));
}

function targetFaults(
  { target, type }: SearchParameterData,
  definitions: Definitions,
  path: string,
): Issue[] {
  if (!target?.length) return [];
  if (type !== 'reference')
    return [fault(`Only a reference has targets; this is of type ${type}.`, `${path}.target`)];
  return target
    .filter((one) => !definitions.resourceTypes.has(one) && !isAbstract(one))
    .map((one) => fault(`There is no resource type "${clip(one)}" in FHIR R4.`, `${path}.target`, 'value'));
}

function componentFaults(
  { component, expression = '' }: SearchParameterData,
  types: readonly string[],
  definitions: Definitions,
  path: string,
): Issue[] {
  const said = new Map<string, Issue>();
  for (const [index, part] of (component ?? []).entries()) {
    const at = `${path}.component[${index}]`;
    for (const resourceType of types) {
      const found = findByUrl(part.definition, resourceType, definitions);
      const wrong = found
        ? partFault(part.expression, found.type, elementOf(expression, resourceType), definitions)
        : '';
      if (!found) {
        const text = `${clip(part.definition)} is no search parameter of ${resourceType} here. Store it before the composite.`;
        said.set(text, fault(text, `${at}.definition`, 'not-found'));
      } else if (wrong) said.set(wrong, fault(wrong, `${at}.expression`, 'value'));
    }
  }
  return [...said.values()].slice(0, 10);

  function elementOf(text: string, resourceType: string): string {
    const own = textsFor(resourceType, splitAlternatives(text), definitions.model);
    return elementTypeOf(own.join(' | '), resourceType, definitions.model);
  }
}

function partFault(
  expression: string,
  type: SearchParameterType,
  elementType: string,
  { model }: Definitions,
): string {
  if (type === 'composite' || type === 'special') return `A component cannot itself be of type ${type}.`;
  const wrong = expressionFault(expression, elementType, type, model);
  return wrong === undefined ? '' : `The component's expression "${clip(expression)}" ${wrong}.`;
}

function findByUrl(
  canonical: string,
  resourceType: string,
  definitions: Definitions,
): SearchParameterDefinition | undefined {
  const [url] = canonical.split('|');
  return [...definitions.searchParameters(resourceType).values()].find(
    (definition) => definition.url === url,
  );
}

/** With those that came with the server. What means the same may have two definitions: guides repeat R4's own. */
function clashes(
  data: SearchParameterData,
  types: readonly string[],
  { searchParameters, model }: Definitions,
  path: string,
): Issue[] {
  const same = new Map<string, string[]>();
  for (const resourceType of types) {
    const other = searchParameters(resourceType).get(data.code);
    if (!other || other.added !== undefined) continue;
    const own = textsFor(resourceType, splitAlternatives(data.expression), model).join(' | ');
    if (other.url !== data.url && (other.type !== data.type || other.expression !== own)) {
      const text = `${resourceType} has a search parameter "${data.code}" already, ${other.url}, with another meaning. Choose another code.`;
      return [fault(text, `${path}.code`, 'duplicate')];
    }
    same.set(other.url, [...(same.get(other.url) ?? []), resourceType]);
  }
  return [...same].map(([url, among]) => ({
    severity: 'information',
    code: 'informational',
    diagnostics: `${data.code} of ${among.slice(0, 5).join(', ')} is answered already, by ${url}: this resource changes nothing there.`,
    expression: `${path}.code`,
  }));
}
