// Criteria on other resources: along a reference (chain) and against it (_has). R4 search.html#chaining, #has.

import { FhirError, fhirError } from '../fhir/error.ts';
import type { Where } from '../storage/query.ts';
import { isCanonical, namedByCanonical, throughCanonical } from './canonical-links.ts';
import { findParameter } from './find-parameter.ts';
import { keepWithinChains } from './limits.ts';
import type { SearchName } from './parse-name.ts';
import { clip } from './types/asked.ts';
import { narrow } from './types/reference.ts';
import type { AskScope } from './types/search-type.ts';
import { anyOf } from './where.ts';

/** A chain over a reference to anything is asked of so many types at most. */
const TARGETS_MAX = 20;

type AskRest = (resourceType: string) => Where;

/**
 * A chain without a type is asked of every target type that knows the rest of it. Targets with the same
 * question are one condition. Throws FhirError 400.
 */
export function followChain(
  name: Extract<SearchName, { kind: 'chain' }>,
  resourceType: string,
  scope: AskScope,
  askRest: AskRest,
): Where {
  const { definition } = findParameter(name.code, resourceType, scope);
  if (definition.type !== 'reference') {
    const text = `${name.code} of ${resourceType} is no reference: a chain cannot go through it.`;
    throw fhirError('invalid', text, { code: 'not-supported' });
  }
  keepWithinChains(definition, name.rest);
  if (name.type !== undefined) checkType(name.type, scope);
  scope.takeStep();
  return anyOf(
    definition.stored.map(({ param, targets: storedTargets }): Where => {
      const allowed = narrow(definition.targets, storedTargets);
      const targets = narrow(allowed, name.type === undefined ? undefined : [name.type]);
      const isAny = allowed.length === 0 && name.type === undefined;
      if (targets.length === 0 && !isAny) {
        const text = `${name.code} of ${resourceType} never refers to ${clip(name.type ?? '')}. It refers to ${allowed.join(', ')}.`;
        throw fhirError('invalid', text, { code: 'not-supported' });
      }
      if (isAny || (targets.length > TARGETS_MAX && name.type === undefined)) {
        const text = `${name.code} of ${resourceType} may refer to many types. Say which, e.g. ${name.code}:Patient.`;
        throw fhirError('invalid', text);
      }
      const groups = askTargets(targets, askRest);
      const isNamed = isCanonical(definition, targets, scope);
      return anyOf(
        [...groups.values()].flatMap(({ types, where }): Where[] => [
          { kind: 'chain', param, targets: types, where },
          ...(isNamed ? [throughCanonical(param, types, where, scope)] : []),
        ]),
      );
    }),
  );
}

/** Throws FhirError 400. */
export function followHas(
  name: Extract<SearchName, { kind: 'has' }>,
  resourceType: string,
  scope: AskScope,
  askRest: AskRest,
): Where {
  checkType(name.type, scope);
  scope.takeStep();
  const { definition } = findParameter(name.code, name.type, scope);
  if (definition.type !== 'reference') {
    const text = `${name.code} of ${name.type} is no reference: _has cannot come through it.`;
    throw fhirError('invalid', text, { code: 'not-supported' });
  }
  if (definition.targets.length > 0 && !definition.targets.includes(resourceType)) {
    const text = `${name.code} of ${name.type} never refers to ${resourceType}. It refers to ${definition.targets.join(', ')}.`;
    throw fhirError('invalid', text, { code: 'not-supported' });
  }
  const where = askRest(name.type);
  const referring = definition.stored.map(
    ({ param }): Where => ({ kind: 'has', type: name.type, param, where }),
  );
  return isCanonical(definition, [resourceType], scope)
    ? anyOf([...referring, namedByCanonical(definition, where, scope)])
    : anyOf(referring);
}

/** The types that can be asked, those with the same question together; when none can, why the first cannot. */
function askTargets(
  targets: readonly string[],
  askRest: AskRest,
): Map<string, { types: string[]; where: Where }> {
  const groups = new Map<string, { types: string[]; where: Where }>();
  let refusal: unknown;
  for (const type of targets) {
    try {
      const where = askRest(type);
      const key = JSON.stringify(where);
      const group = groups.get(key);
      if (group) group.types.push(type);
      else groups.set(key, { types: [type], where });
    } catch (error) {
      // Only not knowing the parameter is a reason to leave a type out; a bad value is bad for all.
      if (!(error instanceof FhirError) || error.issues[0]?.code !== 'not-supported') throw error;
      refusal ??= error;
    }
  }
  if (groups.size === 0) throw refusal;
  return groups;
}

function checkType(type: string, scope: AskScope): void {
  if (scope.definitions.resourceTypes.has(type)) return;
  throw fhirError('invalid', `There is no resource type "${clip(type)}" in FHIR R4.`, {
    code: 'not-supported',
  });
}
