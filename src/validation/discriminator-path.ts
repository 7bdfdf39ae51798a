// The path of a discriminator: a restricted FHIRPath, followed from an item to what stands there.
// R4 profiling.html#discriminator.

import { isObject, type Json, type JsonObject } from '../fhir/json/tree.ts';
import type { BaseTypes } from './base-types.ts';
import { resolveTarget } from './checks/reference.ts';
import { concreteType } from './checks/type.ts';
import { readItems } from './items.ts';
import type { ProfileContext } from './profile-context.ts';
import type { Visit } from './visit.ts';

export type Step =
  | { kind: 'child'; name: string }
  | { kind: 'extension'; url: string }
  | { kind: 'resolve' }
  | { kind: 'ofType'; type: string };

export interface Found {
  value: Json | undefined;
  extra: JsonObject | undefined;
  type: string;
}

export function parseSteps(path: string): Step[] {
  const steps: Step[] = [];
  for (const [part] of path.matchAll(/extension\('[^']*'\)|[^.(]+(?:\([^)]*\))?/g)) {
    const [, name, argument] = /^([^(]+)(?:\((.*)\))?$/.exec(part) ?? [];
    if (name === '$this' || name === undefined) continue;
    if (argument === undefined) steps.push({ kind: 'child', name });
    else if (name === 'extension') steps.push({ kind: 'extension', url: argument.replace(/^'|'$/g, '') });
    else if (name === 'resolve') steps.push({ kind: 'resolve' });
    else if (name === 'ofType') steps.push({ kind: 'ofType', type: argument.replace(/^FHIR\./, '') });
  }
  return steps;
}

export function follow(start: Found, steps: readonly Step[], context: ProfileContext, visit: Visit): Found[] {
  const [first, ...others] = steps;
  if (!first) return [start];
  let current = followOne(start, first, context, visit);
  for (const step of others) {
    current = current.flatMap((found) => followOne(found, step, context, visit));
  }
  return current;
}

function followOne(found: Found, step: Step, context: ProfileContext, visit: Visit): Found[] {
  const { value, extra, type } = found;
  switch (step.kind) {
    case 'ofType':
      return context.definitions.model.isA(concreteType(value, type), step.type) ? [found] : [];
    case 'resolve': {
      const reference = typeof value === 'string' ? { reference: value } : value;
      if (!isObject(reference)) return [];
      const target = resolveTarget(reference, context.definitions.model, visit);
      return target.type === undefined
        ? []
        : [{ value: target.resource, extra: undefined, type: target.type }];
    }
    case 'extension':
      return childrenOf(value, extra, type, 'extension', context.types).filter(
        (item) => isObject(item.value) && item.value.url === step.url,
      );
    case 'child':
      return childrenOf(value, extra, type, step.name, context.types);
  }
}

function childrenOf(
  value: Json | undefined,
  extra: JsonObject | undefined,
  type: string,
  name: string,
  types: BaseTypes,
): Found[] {
  const holder = isObject(value) ? value : extra;
  const element = holder && types.element(concreteType(value, type), name);
  return element ? readItems(holder, element) : [];
}
